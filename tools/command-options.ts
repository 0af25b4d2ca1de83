import { parseArgs } from 'node:util'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { z } from 'zod'

/**
 * Reads the options of a command, checked as the environment is: `--rate 500` by the schema's `rate`. With `--help` it
 * prints `help` and gives nothing.
 * @throws ConfigurationError naming each option that is bad, what it got and what it wants; what parseArgs throws
 */
export function commandOptions<S extends z.ZodObject>(schema: S, help: string): z.infer<S> | undefined {
  const names = Object.keys(schema.shape)
  const given = argumentsGiven(names)
  if (given['help']) return void console.log(help)
  const asTyped = (name: string) => `--${name}`
  const checked = parseEnvironment(
    z.object(Object.fromEntries(names.map((name) => [asTyped(name), schema.shape[name]!]))),
    Object.fromEntries(names.map((name) => [asTyped(name), given[name]])) as Record<string, string | undefined>,
  )
  return Object.fromEntries(names.map((name) => [name, checked[asTyped(name)]])) as z.infer<S>
}

function argumentsGiven(names: string[]): Record<string, string | boolean | undefined> {
  const strings = names.map((name) => [name, { type: 'string' }] as const)
  return parseArgs({ options: { ...Object.fromEntries(strings), help: { type: 'boolean', short: 'h' } } }).values
}
