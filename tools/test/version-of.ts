import { spawnSync } from 'node:child_process'

/** The first version number that `command --version` prints. */
export const versionOf = (command: string) =>
  /\d+(?:\.\d+){2,3}/.exec(spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ??
  'of unknown version'
