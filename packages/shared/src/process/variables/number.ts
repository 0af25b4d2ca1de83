import { unusable, variable } from './variable.ts'

/** A whole number in decimal digits without leading zeros, from `min` to `max`, both included. */
export function wholeNumber({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  const wants = `a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}`
  return variable(wants, (text) => {
    const number = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN
    return number >= min && number <= max ? number : unusable(text)
  })
}

/** A TCP port to listen on; 0 lets the system choose a free one. */
export const port = () => wholeNumber({ max: 65_535 })
