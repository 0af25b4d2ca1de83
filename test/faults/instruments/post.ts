import * as real from '../../../apps/notifier/src/send/post.ts'
import { reach } from './points.ts'

export async function post(...message: Parameters<typeof real.post>) {
  await reach('attempt to be made')
  const attempt = await real.post(...message)
  await reach('attempt made')
  return attempt
}
