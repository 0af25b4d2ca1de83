import { corsOrigins } from '@registrar/shared/http/cors-origins'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { expect, it } from 'vitest'
import { z } from 'zod'

const Settings = z.object({ CORS_ORIGINS: corsOrigins() })
const read = (text: string) => parseEnvironment(Settings, { CORS_ORIGINS: text }).CORS_ORIGINS

it('origins as browsers send them are kept as they are', () => {
  const origins = [
    'https://app.example.com',
    'http://localhost:5173',
    'http://[::1]:3000',
    'https://xn--bcher-kva.example',
    'capacitor://localhost',
    'chrome-extension://abcdefghijklmnop',
  ]
  expect(read(origins.join(', '))).toEqual(origins)
})

it.each([
  ['https://app.example.com/', 'https://app.example.com'],
  ['https://app.example.com/sign-up?x=1', 'https://app.example.com'],
  ['https:/app.example.com', 'https://app.example.com'],
  ['app.example.com', 'https://app.example.com'],
  ['app.example.com:8443', 'https://app.example.com:8443'],
  ['localhost:3000', 'https://localhost:3000'],
  ['HTTPS://App.Example.com', 'https://app.example.com'],
  ['https://app.example.com:443', 'https://app.example.com'],
  ['http://app.example.com:80', 'http://app.example.com'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ['//app.example.com', 'https://app.example.com'],
  ['https://app.example.com:', 'https://app.example.com'],
])('%s, which would never match, is refused, and %s is proposed', (entry, proposed) => {
  expect(() => read(`https://other.example,${entry}`)).toThrow(
    `CORS_ORIGINS has an entry that is not an exact origin; it must be written as ${proposed}.`,
  )
})

it.each(['*', 'https://*', 'https://*.example.com'])('%s is refused: each origin has to be written out', (entry) => {
  expect(() => read(entry)).toThrow(/^CORS_ORIGINS has a \*, which matches nothing; it must be exact origins/)
})

it.each([
  'null',
  'ftp://app.example.com',
  'https://user:hunter2@app.example.com',
  'https://user:123/hunter2@app.example.com',
  'https://a.example https://b.example',
  'https://a.example;https://b.example',
  'https://',
  'https://a.example;b.example',
  'data:text/html,x',
])('%j is refused, and nothing of it is shown', (entry) => {
  expect(() => read(entry)).toThrow(
    /^CORS_ORIGINS has an entry that is not an exact origin; it must be exact origins such as https:\/\/app\.example\.com, separated by commas\.$/,
  )
})
