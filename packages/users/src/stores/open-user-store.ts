import type { UserStore } from '../user-store.ts'
import { observed } from './observed-store.ts'

export type StoreSettings = { MONGODB_URI?: string | undefined; DATA_DIR: string }

/**
 * The engines; the first that the settings choose is used. Each is imported only where it is used: the MongoDB driver
 * would cost every worker of the embedded store 20 MB. A further engine is one more file and one more entry.
 */
const ENGINES: { isChosenBy(settings: StoreSettings): boolean; open(settings: StoreSettings): Promise<UserStore> }[] = [
  {
    isChosenBy: ({ MONGODB_URI }) => MONGODB_URI !== undefined,
    open: async (settings) => (await import('./mongo-user-store.ts')).createMongoUserStore(settings.MONGODB_URI!),
  },
  {
    isChosenBy: () => true,
    open: async (settings) => (await import('./sqlite-user-store.ts')).createSqliteUserStore(settings.DATA_DIR),
  },
]

/** The store that the settings choose. It connects when it is first prepared. */
export const openUserStore = async (settings: StoreSettings): Promise<UserStore> =>
  observed(await ENGINES.find((engine) => engine.isChosenBy(settings))!.open(settings))
