/** A sample of a page of metrics. */
export type Sample = { name: string; labels: Record<string, string>; value: number }

/** Every sample of a page in Prometheus's text format. */
function samplesOf(page: string): Sample[] {
  return page
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = /^([^{ ]+)(?:\{(.*)\})? (\S+)$/.exec(line)!
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label, text])
      return { name: name!, labels: Object.fromEntries(pairs), value: Number(value) }
    })
}

/** Asks for a page of metrics, and finds samples on it. */
export async function readMetrics(url: string) {
  const page = await (await fetch(url)).text()
  const samples = samplesOf(page)
  const all = (name: string, labels: Record<string, string> = {}) =>
    samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
    )
  return {
    page,
    samples,
    all,
    /** The sum of the samples with this name and these labels; undefined when there is none. */
    sum(name: string, labels?: Record<string, string>): number | undefined {
      const found = all(name, labels)
      return found.length === 0 ? undefined : found.reduce((total, { value }) => total + value, 0)
    },
  }
}
