import type { COLOURS, Query } from './panel.ts'

type Colour = keyof typeof COLOURS

/** By the label that a legend names. Not red, which is for what is wrong. */
const BY_LABEL: Record<string, Record<string, Colour>> = {
  process: {
    'gateway 1': 'blue',
    'worker 1': 'orange',
    'worker 2': 'purple',
    'directory 1': 'sky',
    'notifier 1': 'green',
    // With compose.
    gateway: 'blue',
    worker: 'orange',
    directory: 'sky',
    notifier: 'green',
  },
  http_route: { 'POST /register': 'blue', 'GET /register/:jobId': 'orange' },
}

/** Series that appear in several panels have the same colour in each: those of a query that have one, by name. */
export const seriesColours = ({ legend }: Query): Record<string, Colour> =>
  Object.assign({}, ...Object.keys(BY_LABEL).map((label) => legend.includes(`{{${label}}}`) && BY_LABEL[label]))
