import type { InsertResult, NewUser, UserStore } from '@registrar/users/user-store'

/** What became of one user, inserted alone. */
export const insertOne = async (store: Pick<UserStore, 'insertMany'>, user: NewUser): Promise<InsertResult> =>
  (await store.insertMany([user]))[0]!
