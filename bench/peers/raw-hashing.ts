// argon2id alone: how many hashes a second this process computes with `inFlight` at a time.
import { type Argon2Engine, createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { receiveTask, reply } from '../stage/task.ts'

const { engine, inFlight, seconds } = await receiveTask<{ engine?: Argon2Engine; inFlight: number; seconds: number }>()
const { hash } = await createPasswordHasher({ memoryKib: 19_456, timeCost: 2, parallelism: 1 }, engine)
const password = Buffer.from('correct horse battery staple')

for (let warm = 0; warm < 3; warm++) await hash(password)
let hashes = 0
const startedAt = performance.now()
const run = async () => {
  while (performance.now() - startedAt < seconds * 1_000) {
    await hash(password)
    hashes++
  }
}
await Promise.all(Array.from({ length: inFlight }, run))
reply(hashes / ((performance.now() - startedAt) / 1_000))
