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
 * Where users are kept. Every method throws StoreUnavailableError when the store cannot answer for now; any other
 * error is a bug or a broken set-up.
 */
export interface UserStore extends AsyncDisposable {
  /** Connects and makes sure of the unique index. May be called again and again. @throws ConfigurationError when the index cannot be had */
  prepare(): Promise<void>
  /**
   * Stores the user, durably, unless the name belongs to another. The unique index decides, never a look beforehand.
   * For a user that is already there under the same userId the answer is `created` again: a repeated delivery.
   */
  insert(user: User): Promise<'created' | 'taken'>
  /** The user with this id, if there is one. */
  find(userId: string): Promise<User | undefined>
}

/** The store is away, for now: the registration has not failed, it waits. The message is safe to log. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError'
}
