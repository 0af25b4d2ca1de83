import { request } from 'undici'

/** One series of an answer, with its value at one moment or at several, in seconds since 1970. */
type Series = { metric: Record<string, string>; values: [at: number, value: number][] }

export type PrometheusClient = {
  isReady(): Promise<boolean>
  /** The value of each series now. @throws Error when Prometheus does not understand `expr` */
  query(expr: string): Promise<Series[]>
  /** The values of each series from `from` to `to` (seconds since 1970), one in `stepSeconds`. */
  queryRange(expr: string, range: { from: number; to: number; stepSeconds: number }): Promise<Series[]>
  /** The names of the alerts that fire now. */
  firing(): Promise<string[]>
}

type Answer = {
  status: string
  error?: string
  data: { result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[] }
}

/** Asks the HTTP API of a Prometheus. */
export function createPrometheusClient(url: string): PrometheusClient {
  const ask = async (path: string, parameters: Record<string, string>): Promise<Series[]> => {
    const { body } = await request(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
    const { status, error, data } = (await body.json()) as Answer
    if (status !== 'success') throw new Error(`${error}: ${parameters['query']}`)
    return data.result.map(({ metric, value, values }) => ({
      metric,
      values: (values ?? [value!]).map(([at, text]) => [at, Number(text)]),
    }))
  }
  return {
    isReady: () =>
      request(`${url}/-/ready`).then(
        async ({ statusCode, body }) => {
          await body.dump()
          return statusCode === 200
        },
        () => false,
      ),
    query: (query) => ask('query', { query }),
    queryRange: (query, { from, to, stepSeconds }) =>
      ask('query_range', { query, start: `${from}`, end: `${to}`, step: `${stepSeconds}` }),
    firing: async () =>
      (await ask('query', { query: 'count by (alertname) (ALERTS{alertstate="firing"})' })).map(
        ({ metric }) => metric['alertname']!,
      ),
  }
}
