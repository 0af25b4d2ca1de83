import type { Context } from 'hono'

const names = new WeakMap<Context, string>()

/** Remembers the name that a person typed, in case the form has to be shown again. */
export const noteTypedName = (c: Context, name: string): void => void names.set(c, name)

export const typedName = (c: Context): string | undefined => names.get(c)
