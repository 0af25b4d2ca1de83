/** Whether a time of a user has to be stored: not when it is that of its creation. */
export const isOther = (time: Date | undefined, createdAt: Date): time is Date =>
  time !== undefined && time.getTime() !== createdAt.getTime()
