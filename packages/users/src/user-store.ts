/** What is stored of a user when it is made, by a completed registration or an import. */
export type NewUser = {
  userId: string
  /** As the person wrote it. */
  username: string
  /** Its canonical form, which the unique index is on. */
  usernameKey: string
  /** A PHC string, `$argon2id$v=19$m=…`; of an imported user also another scheme's. */
  passwordHash: string
  /** The registration that made the user; an imported user has none. */
  jobId?: string
  createdAt: Date
  /** True for a user who cannot log in. */
  disabled?: boolean
  /** Of a user that was exported after it had changed. */
  updatedAt?: Date
  passwordChangedAt?: Date
}

/** A user as the store knows it now. */
export type User = NewUser & {
  disabled: boolean
  /** When the name, the password or `disabled` last changed; `createdAt` for a user who was never changed. */
  updatedAt: Date
  passwordChangedAt: Date
  /** Counts the changes, from 0. */
  version: number
}

/** `exists`: the user was there already, under the same userId; `taken`: another user has the name, or it is in quarantine. */
export type InsertResult = 'created' | 'exists' | 'taken'

/** What a user is to have from now on. */
export type UserChange = {
  username: string
  usernameKey: string
  disabled: boolean
  at: Date
  /** Until when the name that is given up stays taken; undefined frees it at once. */
  oldNameReservedUntil?: Date | undefined
}

export type PasswordChange = {
  passwordHash: string
  at: Date
  /** Change it only while this is the stored hash. */
  insteadOf?: string
}

/** A place in the order of `page`. */
export type Cursor = Pick<User, 'createdAt' | 'userId'>

/**
 * Where users are kept. Every method throws StoreUnavailableError when the store cannot answer at present; any other
 * error is a bug or a broken installation. Names in quarantine are no users: only `insertMany` and `change` meet them, as
 * names that are taken.
 */
export interface UserStore extends AsyncDisposable {
  /**
   * Connects, brings the store to this release's schema, makes sure that it takes writes, and frees the names whose
   * quarantine is over. May be called repeatedly.
   * @throws ConfigurationError when the unique index cannot be made, or a newer release has used the store
   */
  prepare(): Promise<void>
  /**
   * Stores the users, durably, except those whose names are taken, and says what became of each. The unique index
   * decides, never a look beforehand. All of them are written together: after an error none or some may be there, and
   * the same call again is safe. The most at once: 1,000.
   */
  insertMany(users: NewUser[]): Promise<InsertResult[]>
  /** What `insertMany` would say now of each, were it alone. Writes nothing. */
  checkMany(users: Pick<NewUser, 'userId' | 'usernameKey'>[]): Promise<InsertResult[]>
  /** The user with this id, if there is one. */
  find(userId: string): Promise<User | undefined>
  /** Those of these ids that are users, in no particular order. */
  findMany(userIds: string[]): Promise<User[]>
  /** The user with this canonical name, if there is one. */
  findByName(usernameKey: string): Promise<User | undefined>
  /** Users in the order of `createdAt`, then `userId`: at most `limit`, those after `after` where that is given. */
  page(options: { after?: Cursor | undefined; limit: number }): Promise<User[]>
  /**
   * Changes a user as it was read: `stale` when it has changed since or is gone, `taken` when the new name is taken.
   * A name of the user's own that is in quarantine is not. The old name is reserved in the same transaction.
   */
  change(user: User, change: UserChange): Promise<'changed' | 'stale' | 'taken'>
  /** False when there is no such user, or the password is no longer the one of `insteadOf`. */
  changePassword(userId: string, change: PasswordChange): Promise<boolean>
  /** The same password, hashed again: nothing changes for callers. False when the stored hash is another by now. */
  upgradeHash(userId: string, oldHash: string, newHash: string): Promise<boolean>
  /**
   * Erases a user as it was read: `stale` when its name has changed since or it is gone. In the same transaction the
   * name is reserved until `nameReservedUntil`, with nothing else of the person.
   */
  erase(user: User, nameReservedUntil: Date | undefined): Promise<'erased' | 'stale'>
}

/** The store cannot answer at present: the registration has not failed, it waits. The message is safe to log. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError'
}
