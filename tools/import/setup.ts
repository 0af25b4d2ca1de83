import { readFileSync } from 'node:fs'
import { createRules, ruleSettingsOf } from '@registrar/rules/rules'
import { ConfigurationError, parseEnvironment } from '@registrar/shared/process/environment'
import { decodeAnyBase64 } from '@registrar/users/foreign/base64'
import { hashBoundsOf } from '@registrar/users/foreign/hash-bound-variables'
import { argon2ParametersOf } from '@registrar/users/hashing/argon2-variables'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { DirectoryConfig } from '../../apps/directory/src/config.ts'
import type { ImportArguments } from './options.ts'

/** The directory verifies what is imported, so both read the same variables, except those of its address and Redis. */
const ImportConfig = DirectoryConfig.omit({ REDIS_URL: true, DIRECTORY_HOST: true, DIRECTORY_PORT: true })

const SIGNER_KEY_BYTES = 64

/** What an import needs to judge rows, from the environment and the options. @throws ConfigurationError */
export async function createImportSetup(given: ImportArguments) {
  const config = parseEnvironment(ImportConfig, process.env)
  // Hashes run on threads of libuv, which are made when the first one is used; the file and names of hosts need one too.
  process.env['UV_THREADPOOL_SIZE'] = `${given.jobs + 2}`
  const parameters = argon2ParametersOf(config)
  const { hash } = await createPasswordHasher(parameters, config.ARGON2_ENGINE)
  return {
    config,
    parameters,
    hash,
    bounds: hashBoundsOf(config, parameters),
    usernameFaults: createRules(ruleSettingsOf(config)).usernameFaults,
    firebaseSignerKey: signerKeyIn(given.firebaseSignerKeyFile),
    allowNames: given.allowNames,
    isDryRun: given.isDryRun,
    jobs: given.jobs,
  }
}

/** A secret: never part of an error message. */
function signerKeyIn(file: string | undefined): Buffer | undefined {
  if (file === undefined) return undefined
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(`--firebase-signer-key-file names a file that cannot be read (${code}).`)
  }
  const key = decodeAnyBase64(text.trim())
  if (key?.length === SIGNER_KEY_BYTES) return key
  throw new ConfigurationError(
    '--firebase-signer-key-file names a file without a signer key; it must hold the base64_signer_key of the project, 64 bytes in base64.',
  )
}
