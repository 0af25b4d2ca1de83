import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const RULES = 'deploy/prometheus/rules.yml'

type Rule = {
  alert: string
  expr: string
  for?: string
  labels: { severity: string }
  annotations: Record<string, string>
}

/** Every alert of deploy/prometheus/rules.yml. */
export const ALERTS: Rule[] = parse(readFileSync(RULES, 'utf8')).groups.flatMap(({ rules }: { rules: Rule[] }) => rules)

/** The same rules where a minute is a second: a test can wait for them. Returns the file. */
export function fasterRules(folder: string): string {
  const inSeconds = (minutes: string) => `${Math.max(1, Math.round(Number.parseInt(minutes, 10)))}s`
  const text = readFileSync(RULES, 'utf8')
    .replace(/\[(\d+)m\]/g, (_, minutes) => `[${inSeconds(minutes)}]`)
    .replace(/for: (\d+)m$/gm, (_, minutes) => `for: ${inSeconds(minutes)}`)
    .replace(/for: 30s$/gm, 'for: 1s')
  const file = join(folder, 'faster-rules.yml')
  writeFileSync(file, text)
  return file
}
