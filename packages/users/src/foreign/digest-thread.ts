import { type PhpassJob, phpassDigest } from './phpass-digest.ts'
import { type ShaCryptJob, shaCryptDigest } from './sha-crypt-digest.ts'

export type DigestJob = ({ kind: 'sha-crypt' } & ShaCryptJob) | ({ kind: 'phpass' } & PhpassJob)

/** What a thread of the pool runs. */
export default function digest(job: DigestJob): Uint8Array {
  return job.kind === 'sha-crypt' ? shaCryptDigest(job) : phpassDigest(job)
}
