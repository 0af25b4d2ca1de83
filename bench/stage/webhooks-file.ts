import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of endpoints in `folder` with one of them, `bench`, at `url`. */
export function endpointsFile(folder: string, url: string): string {
  const file = join(folder, 'webhooks.json')
  const secrets = [`whsec_${Buffer.alloc(32, 'a').toString('base64')}`]
  writeFileSync(file, JSON.stringify([{ id: 'bench', url, secrets, allowPrivateAddresses: true }]), { mode: 0o600 })
  return file
}
