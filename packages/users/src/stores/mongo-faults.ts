import { MongoError, MongoServerError } from 'mongodb'
import { StoreUnavailableError } from '../user-store.ts'

const DUPLICATE_KEY = 11000
const INDEX_CONFLICTS = [85, 86] // IndexOptionsConflict, IndexKeySpecsConflict
/** About this one document or our rights, so waiting does not help. 2 BadValue, 121 validation, 10334 too large. */
const OUR_FAULT = [2, 121, 10334]

const hasCode = (error: unknown, ...codes: number[]) =>
  error instanceof MongoServerError && typeof error.code === 'number' && codes.includes(error.code)

export const isDuplicateKeyCode = (code: unknown): boolean => code === DUPLICATE_KEY
export const isDuplicateKey = (error: unknown): boolean => hasCode(error, DUPLICATE_KEY)
export const isIndexConflict = (error: unknown): boolean => hasCode(error, ...INDEX_CONFLICTS)

/** What the look-up of a mongodb+srv name meets: the driver hands the resolver's own errors on. */
const isFromNameServer = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && /^query(Srv|Txt)$/.test((error as NodeJS.ErrnoException).syscall ?? '')

/** What a command meets that is written just as the server closes its connection: the driver hands the socket's own errors on. */
const isFromSocket = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && SOCKET_CODES.test((error as NodeJS.ErrnoException).code ?? '')
const SOCKET_CODES = /^(EPIPE|ECONN(RESET|ABORTED|REFUSED)|ETIMEDOUT|E(HOST|NET)UNREACH|ERR_(STREAM|SOCKET)_\w+)$/

/** Runs `work`. @throws StoreUnavailableError for every fault of the driver that is not ours */
export async function translatingFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isFromNameServer(error)) throw new StoreUnavailableError(`MongoDB: its name is not found (${error.code})`)
    if (isFromSocket(error))
      throw new StoreUnavailableError(`MongoDB: its connection is closed (${error.code})`, { cause: error })
    if (!(error instanceof MongoError) || hasCode(error, ...OUR_FAULT)) throw error
    const code = 'code' in error ? ` ${error.code}` : ''
    throw new StoreUnavailableError(`MongoDB: ${error.name}${code}`, { cause: error })
  }
}
