import { type Read, Unusable, variable } from './variable.ts'

/**
 * One or several values separated by commas, with or without spaces around them. An empty one is refused: it stands
 * where a template had no value to fill in, and the list would silently be shorter than it looks.
 */
export function listOf<T>(wants: string, read: Read<T>) {
  const list = `${wants}, separated by commas`
  return variable(list, (text) => {
    const values: T[] = []
    for (const entry of text.split(',')) {
      const value = entry.trim() === '' ? new Unusable({ got: 'has an empty entry' }) : read(entry.trim())
      if (value instanceof Unusable) return value
      values.push(value)
    }
    return values
  })
}

/** The names of one or several files. */
export const listOfFiles = () => listOf('names of files', (name) => name)
