/** What every request carries from its first middleware to its answer. */
export type HttpEnv = {
  Variables: {
    /** In the answer, in problem documents and in every log line about the request, of gateway and worker. */
    requestId: string
    /** What every answer to this request carries. */
    headers: Record<string, string>
  }
}
