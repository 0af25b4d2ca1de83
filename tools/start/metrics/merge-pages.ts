/** The page of each process by its name; undefined for one that has not answered. */
export type Pages = Map<string, string | undefined>

const UP = 'registrar_process_up'

/**
 * One page of all `pages`, in Prometheus's text format: each sample with the label `process`, each metric explained once.
 * What a process that has not answered last counted is not on it; `registrar_process_up` says that it is missing.
 */
export function mergePages(pages: Pages): string {
  const families = new Map<string, { explanation: string[]; samples: string[] }>()
  for (const [process, page = ''] of pages) {
    let family: { explanation: string[]; samples: string[] } | undefined
    for (const line of page.split('\n')) {
      const [, kind, name] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? []
      if (name) {
        family = families.get(name) ?? { explanation: [], samples: [] }
        families.set(name, family)
        const isNews = !family.explanation.some((known) => known.startsWith(`# ${kind} `))
        if (isNews) family.explanation.push(line)
      } else if (line) family?.samples.push(labelled(line, process))
    }
  }
  families.set(UP, {
    explanation: [`# HELP ${UP} 1 while the process answers npm start.`, `# TYPE ${UP} gauge`],
    samples: [...pages].map(([process, page]) => labelled(`${UP} ${page === undefined ? 0 : 1}`, process)),
  })
  return [...families.values()]
    .map(({ explanation, samples }) => `${[...explanation, ...samples].join('\n')}\n`)
    .join('\n')
}

/** `name{a="b"} 1` or `name 1` with one more label. */
function labelled(sample: string, process: string): string {
  const nameEnd = sample.search(/[{ ]/)
  const [name, rest] = [sample.slice(0, nameEnd), sample.slice(nameEnd)]
  const label = `process="${process}"`
  return rest.startsWith('{') ? `${name}{${label},${rest.slice(1)}` : `${name}{${label}}${rest}`
}
