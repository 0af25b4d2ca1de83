import type { Redis } from 'ioredis'
import type { Logger } from '../process/logger.ts'

/**
 * Logs a warning for each setting of this Redis under which it may lose what it has acknowledged: once, and again when a
 * later connection finds others, after a failover for instance. The Redis of `npm start` and of compose has none.
 */
export function warnOfLossyRedis(redis: Redis, log: Logger): void {
  const known = new Set<string>()
  redis.on('ready', async () => {
    for (const risk of risksOf(await settingsOf(redis)))
      if (!known.has(risk)) {
        known.add(risk)
        log.warn({ risk }, 'Redis may lose accepted registrations')
      }
  })
}

/** As CONFIG GET writes them; undefined is what Redis does not want to say. */
type Settings = { policy?: string | undefined; appendonly?: string | undefined; appendfsync?: string | undefined }

/** From CONFIG, or INFO, which says a part of it, where CONFIG is refused: by managed servers, and by many an ACL. */
async function settingsOf(redis: Redis): Promise<Settings> {
  const config = (name: string) => redis.config('GET', name).then((reply) => (reply as string[])[1])
  const info = async (section: string, field: string) =>
    new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(await redis.info(section))?.[1]
  const [policy, appendonly, appendfsync] = await Promise.all([
    config('maxmemory-policy')
      .catch(() => info('memory', 'maxmemory_policy'))
      .catch(() => undefined),
    config('appendonly')
      .catch(async () => ((await info('persistence', 'aof_enabled')) === '0' ? 'no' : undefined))
      .catch(() => undefined),
    config('appendfsync').catch(() => undefined),
  ])
  return { policy, appendonly, appendfsync }
}

/** What can be lost, and which setting prevents it. */
function risksOf({ policy = 'noeviction', appendonly = 'yes', appendfsync = 'always' }: Settings): string[] {
  const risks: string[] = []
  if (policy !== 'noeviction')
    risks.push(`maxmemory-policy is ${policy}: when full, Redis deletes registrations and outcomes; set noeviction`)
  if (appendonly === 'no')
    risks.push('appendonly is no: a restart loses every waiting registration; set yes, and appendfsync always')
  else if (appendfsync !== 'always')
    risks.push(`appendfsync is ${appendfsync}: a crash loses what was accepted since the last sync; set always`)
  return risks
}
