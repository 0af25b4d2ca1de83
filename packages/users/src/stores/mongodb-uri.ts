import { readConnectionUrl, wantsConnectionUrl } from '@registrar/shared/process/variables/connection-url'
import { Unusable, variable } from '@registrar/shared/process/variables/variable'

const SCHEMES = ['mongodb', 'mongodb+srv']

/** Completes "MONGODB_URI … it must be …". */
export const WANTED_URI = wantsConnectionUrl('mongodb://user:password@host:27017/database')

/** What the name of a database may not hold, and its most bytes: mongodb.com/docs/manual/reference/limits. */
const NOT_IN_DATABASE_NAME = /[/\\. "$*<>:|?\0]/
const DATABASE_NAME_BYTES = 63

/**
 * Where MongoDB is. It may hold a password: nothing of it is ever shown. Its options are for the driver to read, see
 * createMongoClient. Whether there is such a host, or with mongodb+srv any, shows when the name is looked up.
 */
export const mongodbUri = () =>
  variable(WANTED_URI, (text) => {
    if (!SCHEMES.some((scheme) => text.startsWith(`${scheme}://`)))
      return new Unusable({ wants: 'a URL that starts with mongodb:// or mongodb+srv://' })
    if (!readConnectionUrl(text, SCHEMES)) return new Unusable()
    const database = databaseOf(text)
    if (NOT_IN_DATABASE_NAME.test(database) || Buffer.byteLength(database) > DATABASE_NAME_BYTES)
      return new Unusable({ wants: `${WANTED_URI}, and after the host a name that a MongoDB database can have` })
    return text
  })

/** The database in a URI that `mongodbUri` has let pass, else `registrar`. */
export const databaseOf = (uri: string): string =>
  decodeURIComponent(readConnectionUrl(uri, SCHEMES)?.path || 'registrar')
