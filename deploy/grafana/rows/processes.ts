import type { Row } from '../panel.ts'
import { rate } from '../promql.ts'

// A container is known by its service and its address, the page of npm start (no process of its own) by what it is.
const targetsUp = `label_replace(label_join(up{job="registrar"}, "process", " ", "process", "instance"), "process", "metrics page", "process", " .*")`

/** Which processes there are, and what they take. */
export const processes: Row = {
  title: 'Processes',
  panels: [
    {
      kind: 'states',
      title: 'Which processes answer',
      description:
        'The processes of npm start and the page of their metrics; with compose, each container. One that is frozen or dead does not answer.',
      states: { one: 'answers', zero: 'does not answer' },
      queries: [
        { expr: 'min by (process) (registrar_process_up)', legend: '{{process}}' },
        { expr: targetsUp, legend: '{{process}}' },
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
      description: 'Cores that each process uses, not stacked.',
      unit: 'cores',
      queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{process}}' }],
    },
    {
      kind: 'graph',
      title: 'Memory',
      description: 'Resident memory of each process, not stacked.',
      unit: 'bytes',
      queries: [{ expr: 'process_resident_memory_bytes', legend: '{{process}}' }],
    },
  ],
}
