import { spawnSync } from 'node:child_process'

/** The first version number that `command` prints of itself. */
const versionOf = (command: string) =>
  /\d+\.\d+\.\d+/.exec(spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ??
  'of unknown version'

export const mongoBinaryVersion = versionOf
export const redisVersion = versionOf
