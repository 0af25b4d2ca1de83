/** The account that a completed registration made. */
export type User = {
  userId: string
  /** As the person wrote it. */
  username: string
  /** Its canonical form, which the unique index is on. */
  usernameKey: string
  /** A PHC string, `$argon2id$v=19$m=…`. */
  passwordHash: string
  jobId: string
  createdAt: Date
}

/**
 * Where users are kept. Every method throws StoreUnavailableError when the store cannot answer at present; any other
 * error is a bug or a broken installation.
 */
export interface UserStore extends AsyncDisposable {
  /**
   * Connects, brings the store to this release's schema and makes sure that it takes writes. May be called repeatedly.
   * @throws ConfigurationError when the unique index cannot be made, or a newer release has used the store
   */
  prepare(): Promise<void>
  /**
   * Stores the user, durably, unless another user has the name. The unique index decides, never a look beforehand.
   * For a user that is already there under the same userId the answer is `created` again: a repeated delivery.
   */
  insert(user: User): Promise<'created' | 'taken'>
  /** The user with this id, if there is one. */
  find(userId: string): Promise<User | undefined>
  /**
   * At most `limit` users that were created at `since` or later, in the order of their ids, from the one after `afterId` on.
   * A walk from page to page sees each user once; one that is created meanwhile may be missed.
   */
  createdSince(since: Date, page: { afterId: string; limit: number }): Promise<User[]>
}

/** The store cannot answer at present: the registration has not failed, it waits. The message is safe to log. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError'
}
