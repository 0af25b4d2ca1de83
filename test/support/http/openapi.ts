import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Answer } from './contract.ts'

type Response = { headers?: Record<string, { $ref: string }>; content?: Record<string, unknown> }
type Operation = { responses: Record<string, Response> }
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { headers: Record<string, { required?: boolean }>; responses: Record<string, Response> }
}

const ajv = new Ajv2020({ strict: false })
formats.default(ajv)

/** The documents that the services serve, by their files. */
const documents = ['apps/gateway/openapi.json', 'apps/directory/openapi.json'].map((file) => {
  const document: Document = JSON.parse(readFileSync(file, 'utf8'))
  ajv.addSchema(document, file)
  return { file, document }
})

/** What is wrong with an answer by the document of its service; nothing for a path that no document has. */
export function documentFault(path: string, answer: Answer): string | undefined {
  for (const { file, document } of documents)
    for (const [template, methods] of Object.entries(document.paths)) {
      if (!matches(template, path)) continue
      const method = (answer.method === 'HEAD' ? 'GET' : answer.method).toLowerCase()
      const operation = methods[method]
      if (method === 'options' && answer.status === 204) return undefined // CORS, which is the browser's
      return operation
        ? responseFault(answer, operation.responses[answer.status], {
            document,
            pointer: pointer(file, 'paths', template, method, 'responses', `${answer.status}`),
          })
        : responseFault(answer, answer.status === 405 ? document.components.responses['MethodNotAllowed'] : undefined, {
            document,
            pointer: pointer(file, 'components', 'responses', 'MethodNotAllowed'),
          })
    }
  return undefined
}

type Place = { document: Document; pointer: string }

function responseFault(answer: Answer, response: Response | undefined, place: Place): string | undefined {
  if (!response) return `${answer.method} is not documented to answer ${answer.status}`
  for (const [name, { $ref }] of Object.entries(response.headers ?? {}))
    if (place.document.components.headers[$ref.split('/').at(-1)!]!.required && answer.header(name) === null)
      return `${name} is missing`
  const mediaType = answer.header('content-type')?.split(';')[0]
  if (!mediaType) return undefined
  if (!response.content?.[mediaType]) return `${mediaType} is not documented`
  if (!/[+/]json$/.test(mediaType) || answer.text === '') return undefined
  const validate = ajv.getSchema(`${place.pointer}${pointer('', 'content', mediaType, 'schema')}`)
  if (!validate) return `there is no schema at ${place.pointer}`
  return validate(JSON.parse(answer.text)) ? undefined : ajv.errorsText(validate.errors)
}

const matches = (template: string, path: string) =>
  new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path)

/** A JSON pointer in the document that was read from `file`, or the rest of one. */
const pointer = (file: string, ...tokens: string[]) =>
  (file && `${file}#`) +
  tokens.map((token) => `/${encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')
