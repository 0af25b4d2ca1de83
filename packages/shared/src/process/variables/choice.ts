import { unusable, variable } from './variable.ts'

/** Exactly one of `choices`, of which there are at least two. */
export function choice<const T extends string>(...choices: T[]) {
  const wants = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
  return variable(wants, (text) => choices.find((each) => each === text) ?? unusable(text))
}
