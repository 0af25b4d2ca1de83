import type { Context } from 'hono'

const names = new WeakMap<Context, string>()

/** Notes the name that a person has typed, for the form that may have to come again. */
export const noteTypedName = (c: Context, name: string): void => void names.set(c, name)

export const typedName = (c: Context): string | undefined => names.get(c)
