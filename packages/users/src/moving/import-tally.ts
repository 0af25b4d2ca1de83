import type { HashCost } from '../foreign/stored-hash.ts'
import type { RowResult } from './import-users.ts'

/** What an import has come to so far. */
export type ImportTally = {
  rows: number
  created: number
  /** Were there already. */
  exists: number
  refused: number
  /** Refused rows by their code. */
  faults: Map<string, number>
  /** Names that sign-up would refuse, whether they were let in or not, by their kind. */
  names: Map<string, number>
  /** Users by scheme, each with the hash that is most expensive to verify. */
  schemes: Map<string, { users: number; dearest: HashCost }>
}

export const emptyTally = (): ImportTally => ({
  rows: 0,
  created: 0,
  exists: 0,
  refused: 0,
  faults: new Map(),
  names: new Map(),
  schemes: new Map(),
})

export function count(tally: ImportTally, results: RowResult[]): void {
  for (const result of results) {
    tally.rows++
    const { nameKind } = 'fault' in result ? result.fault : result
    if (nameKind) increase(tally.names, nameKind)
    if ('fault' in result) {
      tally.refused++
      increase(tally.faults, result.fault.code)
      continue
    }
    tally[result.insertion]++
    const { users, dearest } = tally.schemes.get(result.scheme) ?? { users: 0, dearest: result.cost }
    const isDearer = result.cost.milliseconds > dearest.milliseconds
    tally.schemes.set(result.scheme, { users: users + 1, dearest: isDearer ? result.cost : dearest })
  }
}

const increase = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
