import { command } from '../processes/command.ts'
import type { openWebhookStage } from './webhook-stage.ts'

type Stage = Awaited<ReturnType<typeof openWebhookStage>>

/** `npm run webhooks -- …args` on the Redis and the endpoints of `stage`. */
export async function webhooks(stage: Stage, args: string[], variables: Record<string, string> = {}) {
  await using run = command('tools/webhooks/main.ts', args, {
    REDIS_URL: stage.redis.url,
    WEBHOOKS_FILE: `${stage.folder}/webhooks.json`,
    ...variables,
  })
  const code = await run.exited
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

/** What it says with `--json`. */
export const webhooksJson = async <T>(...options: Parameters<typeof webhooks>): Promise<T> =>
  JSON.parse((await webhooks(options[0], [...options[1], '--json'], options[2])).stdout) as T
