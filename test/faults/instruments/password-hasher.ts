import * as real from '@registrar/users/hashing/password-hasher'
import { reach } from './points.ts'

export const { demandStrength } = real

/** The real hasher, which reports each hash to the test. A password that begins with "crash" kills the worker. */
export async function createPasswordHasher(...options: Parameters<typeof real.createPasswordHasher>) {
  const hasher = await real.createPasswordHasher(...options)
  return {
    ...hasher,
    async hash(password: Buffer) {
      await reach('job taken')
      if (password.toString().startsWith('crash')) process.kill(process.pid, 'SIGKILL')
      process.send?.({ hashing: true })
      const hash = await hasher.hash(password)
      await reach('hash done')
      return hash
    },
  }
}
