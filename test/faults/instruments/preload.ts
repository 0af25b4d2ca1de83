// Loaded by `node --import` before the real main.ts of a worker or a gateway, in tests alone: puts instrumented
// modules in the place of a few real ones, so that the process stops, dies or tells at a chosen point.
import { registerHooks } from 'node:module'

const INSTRUMENTED = ['password-hasher', 'outcome-publisher', 'open-user-store', 'registration-queue']

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const name = INSTRUMENTED.find((module) => new RegExp(`/apps/\\w+/src/.*${module}\\.ts$`).test(resolved.url))
    if (!name || context.parentURL?.includes('/instruments/')) return resolved
    return { ...resolved, url: new URL(`./${name}.ts`, import.meta.url).href }
  },
})
