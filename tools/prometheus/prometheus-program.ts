import { spawnSync } from 'node:child_process'
import { canInstallDebianPackages, installDebianPackages } from '../debian-packages.ts'

/** Prometheus and its tool for rules and metrics. */
export type PrometheusProgram = { server: string; promtool: string }

/** Both on the PATH, or Debian's, which are installed where that needs no confirmation. Undefined when there is none. */
export function findPrometheus(): PrometheusProgram | undefined {
  const found = lookForPrometheus()
  if (found || !canInstallDebianPackages()) return found
  try {
    installDebianPackages('prometheus')
  } catch {
    return undefined
  }
  return lookForPrometheus()
}

function lookForPrometheus(): PrometheusProgram | undefined {
  const program = { server: 'prometheus', promtool: 'promtool' }
  const isThere = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
  return Object.values(program).every(isThere) ? program : undefined
}
