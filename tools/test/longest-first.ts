import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Short files that take 20 s or more. Without durations of earlier runs, vitest starts the shortest files last. */
export const LONG = [
  'test/faults/worker-killed.test.ts',
  'test/faults/store-away.test.ts',
  'test/e2e/bad-bodies.test.ts',
  'test/faults/redis-away.test.ts',
  'test/faults/store-errors.test.ts',
  'test/e2e/name-given-once.test.ts',
  'test/browser/accessibility.test.ts',
  'test/e2e/no-password-anywhere.test.ts',
  'test/e2e/simulate.test.ts',
  'test/e2e/bench.test.ts',
  'test/e2e/calibrate.test.ts',
  'test/e2e/overload.test.ts',
  'test/faults/worker-killed-over-group.test.ts',
  'test/faults/two-workers-one-job.test.ts',
]

/** Starts the longest files first: one that is started last goes on alone while the other cores have nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.includes(relative('', moduleId))
    const { long = [], other = [] } = Object.groupBy(await super.sort(files), (file) =>
      isLong(file) ? 'long' : 'other',
    )
    return [...long, ...other]
  }
}
