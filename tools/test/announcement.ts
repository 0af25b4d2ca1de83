import { expectedMinutes } from './durations.ts'

/** The line that a test run begins with: how many files of which kinds run, and how long that takes. */
export function announcement(files: string[]): string {
  const kinds = Object.entries(Object.groupBy(files, (file) => file.split('/')[1] ?? ''))
    .sort()
    .map(([kind, ofKind]) => `${ofKind!.length} ${kind}`)
    .join(', ')
  const { minutes, isFromEarlierRuns } = expectedMinutes(files)
  const time = minutes < 1 ? 'less than a minute' : `about ${Math.round(minutes)} minutes`
  const basis = isFromEarlierRuns ? 'as in earlier runs here' : 'on two idle cores'
  return `Running ${files.length} test files (${kinds}): ${time}, ${basis}.`
}
