import { unusable, variable } from './variable.ts'

/** Words for people, in one line of 1 to `max` characters (code points), without spaces around them. */
export function lineOfText({ max }: { max: number }) {
  return variable(`one line of 1 to ${max} characters`, (given) => {
    const text = given.trim()
    const isLine = text !== '' && [...text].length <= max && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)
    return isLine ? text : unusable(given)
  })
}
