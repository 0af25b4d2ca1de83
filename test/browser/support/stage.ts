import type { Page } from 'playwright-core'
import { PASSWORD } from '../../support/http/client.ts'
import { freshName } from '../../support/names.ts'
import { makeAllKeys } from '../../support/processes/keys.ts'
import { startRegistrar } from '../../support/processes/registrar.ts'
import { startGateway } from '../../support/processes/service-process.ts'
import type { TestStore } from '../../support/stores/store-engines.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Everything that a person can meet. */
export const STATES = ['form', 'errors', 'waiting', 'completed', 'rejected', 'failed'] as const
export type State = (typeof STATES)[number]

export type Stage = AsyncDisposable & {
  /** Leads a page to a state in the way a person gets there. */
  show(page: Page, state: State, username?: string): Promise<void>
}

/** Three real gateways: one that works, one whose queue nobody serves, one whose seals no worker can open. */
export async function startStage(store: TestStore, variables: Record<string, string> = {}): Promise<Stage> {
  await using started = new AsyncDisposableStack()
  const working = started.use(await startRegistrar({ store, variables }))
  const foreign = temporaryFolder()
  started.defer(() => foreign[Symbol.dispose]())
  makeAllKeys(foreign.path)
  const idleFolder = temporaryFolder()
  started.defer(() => idleFolder[Symbol.dispose]())
  const idleStore = { settings: { DATA_DIR: idleFolder.path } } as TestStore
  const idle = started.use(await startRegistrar({ store: idleStore, workers: 0, variables }))
  const failing = started.use(await startGateway({ ...working.variables, DATA_DIR: foreign.path }))
  const running = started.move()

  const urls: Record<State, string> = {
    form: working.gateway.url,
    errors: working.gateway.url,
    waiting: idle.gateway.url,
    completed: working.gateway.url,
    rejected: working.gateway.url,
    failed: failing.url,
  }
  return {
    async show(page, state, username = freshName()) {
      await page.goto(`${urls[state]}/register`)
      if (state === 'form') return
      if (state === 'errors') return submit(page, 'ada..lovelace', 'lamp & zebra', '.summary')
      const ending = state === 'waiting' ? 'queued' : state
      if (state === 'rejected') {
        await submit(page, username, PASSWORD, '[data-status=completed]')
        await page.goto(`${urls[state]}/register`)
      }
      await submit(page, username, PASSWORD, `[data-status=${ending}]`)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Fills in the form, sends it, and waits for `selector` to be seen. */
export async function submit(page: Page, username: string, password: string, selector: string): Promise<void> {
  await page.fill('#username', username)
  await page.fill('#password', password)
  await page.press('#password', 'Enter')
  await page.locator(selector).waitFor()
}
