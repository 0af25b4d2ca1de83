export type RedisPlace = { folder: string; port: number; password: string }

/**
 * The configuration of an own Redis, as a file. Its files go into `dir`, an absolute path as Redis sees it; `bind` and
 * `port` say where it listens.
 */
export const redisConfiguration = (at: { bind: string; port: number; dir: string; password: string }): string =>
  `# Written by npm start at each start.
bind ${at.bind}
port ${at.port}
requirepass ${at.password}
dir ${quoted(at.dir)}
# Every acknowledged write is on the disk: see docs/decisions/0005-every-write-is-synced.md
appendonly yes
appendfsync always
save ""
# A job that waits is a hash whose longest field, the sealed registration, has some 600 bytes: packed, it takes a third less.
hash-max-listpack-value 2048
# A full memory must refuse new registrations, never forget accepted ones.
maxmemory-policy noeviction
loglevel warning
`

/** As redis.conf writes any text: in double quotes, with what would end them or the line escaped (sdssplitargs). */
function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `"${escaped}"`
}
