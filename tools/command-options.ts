import { parseArgs } from 'node:util'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { z } from 'zod'

/**
 * Reads the options of a command and checks them as the environment is checked: `--rate 500` by `rate` of `schema`. With
 * `--help` it prints `help` and returns undefined.
 * @throws ConfigurationError naming each invalid option, its value and what is expected; whatever parseArgs throws
 */
export function commandOptions<S extends z.ZodObject>(schema: S, help: string): z.infer<S> | undefined {
  const names = Object.keys(schema.shape)
  const given = givenArguments(names)
  if (given['help']) return void console.log(help)
  const optionName = (name: string) => `--${name}`
  const checked = parseEnvironment(
    z.object(Object.fromEntries(names.map((name) => [optionName(name), schema.shape[name]!]))),
    Object.fromEntries(names.map((name) => [optionName(name), given[name]])) as Record<string, string | undefined>,
  )
  return Object.fromEntries(names.map((name) => [name, checked[optionName(name)]])) as z.infer<S>
}

function givenArguments(names: string[]): Record<string, string | boolean | undefined> {
  const strings = names.map((name) => [name, { type: 'string' }] as const)
  return parseArgs({ options: { ...Object.fromEntries(strings), help: { type: 'boolean', short: 'h' } } }).values
}
