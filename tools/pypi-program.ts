import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A program in a package of PyPI. */
export type PypiProgram = {
  name: string
  version: string
  program: string
  /** Further packages, with their versions, that decide what the program does. */
  besides?: string[]
}

const folderOf = ({ name, version }: PypiProgram) => join('.cache', `${name}-${version}`)
const pathOf = (wanted: PypiProgram) => join(folderOf(wanted), 'bin', wanted.program)

/** The path of the program, where an earlier call has installed it. */
export const installedPypiProgram = (wanted: PypiProgram): string | undefined =>
  existsSync(pathOf(wanted)) ? pathOf(wanted) : undefined

/**
 * The path of the program, which the first call installs in a virtual environment of its own below `.cache`. Undefined
 * where that is not possible; a sentence on stderr says why.
 */
export function findPypiProgram(wanted: PypiProgram): string | undefined {
  return installedPypiProgram(wanted) ?? install(wanted)
}

function install(wanted: PypiProgram): string | undefined {
  const { name, version, besides = [] } = wanted
  const folder = folderOf(wanted)
  console.error(`Installing ${name} ${version} from PyPI into ${folder} …`)
  if (!succeeds('python3', ['-m', 'venv', '--clear', folder]))
    return unavailable(`${name} needs Python 3 with its venv module; install them (on Debian, python3-venv).`)
  const packages = [`${name}==${version}`, ...besides]
  if (!succeeds(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]))
    return unavailable(`pip could not install ${name} ${version} from PyPI: can this machine reach it?`)
  return installedPypiProgram(wanted)
}

const succeeds = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

function unavailable(why: string): undefined {
  console.error(why)
}
