import type { Row } from '../panel.ts'
import { rate } from '../promql.ts'

/** Which processes there are, and what they take. */
export const processes: Row = {
  title: 'Processes',
  panels: [
    {
      kind: 'states',
      title: 'Which processes answer',
      description: 'Processes of npm start, and Prometheus targets: one that is frozen or dead does not answer.',
      states: { one: 'answers', zero: 'does not answer' },
      queries: [
        { expr: 'min by (process) (registrar_process_up)', legend: '{{process}}' },
        { expr: 'up{job="registrar"}', legend: 'target {{process}} {{instance}}' },
      ],
    },
    {
      kind: 'graph',
      title: 'Restarts',
      description: 'How often each process was just restarted.',
      unit: 'short',
      isStacked: true,
      isBars: true,
      ifEmpty: 'none',
      queries: [{ expr: 'changes(process_start_time_seconds[$__rate_interval])', legend: '{{process}}' }],
    },
    {
      kind: 'graph',
      title: 'CPU',
      description: 'Cores that each process uses.',
      unit: 'cores',
      isStacked: true,
      queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{process}}' }],
    },
    {
      kind: 'graph',
      title: 'Memory',
      description: 'Resident memory of each process.',
      unit: 'bytes',
      isStacked: true,
      queries: [{ expr: 'process_resident_memory_bytes', legend: '{{process}}' }],
    },
  ],
}
