import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { StoreSettings } from '@registrar/users/stores/open-user-store'
import { importedUser } from '../load/imported-users.ts'
import type { Figure, Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { spreadOf } from '../rounds.ts'
import { keep, runTask } from '../stage/children.ts'
import { benchFolder } from '../stage/folder.ts'
import { startMongo } from '../stage/mongo.ts'
import { residentDuring } from '../stage/resident.ts'

/** IMPORT_ROWS=100000 for a first look. */
const ROWS = Number(process.env['IMPORT_ROWS'] ?? 1_000_000)

export const importSqlite = measure('import-sqlite', 'SQLite', async (folder) => ({
  own: { DATA_DIR: join(folder, 'own') },
  imported: { DATA_DIR: join(folder, 'import') },
}))

export const importMongodb = measure('import-mongodb', 'MongoDB', async (folder, resources) => {
  const mongo = resources.use(await startMongo())
  return {
    own: { DATA_DIR: folder, MONGODB_URI: mongo.uri('bench-own') },
    imported: { DATA_DIR: folder, MONGODB_URI: mongo.uri('bench-import') },
  }
})

type Stores = { own: StoreSettings; imported: StoreSettings }

function measure(
  name: string,
  store: string,
  open: (folder: string, resources: AsyncDisposableStack) => Promise<Stores>,
): Measure {
  return {
    name,
    title: `A million users imported into ${store}, compared with its own bulk insert of the same; memory meanwhile`,
    async run(report) {
      await using resources = new AsyncDisposableStack()
      const folder = resources.use(benchFolder()).path
      const { own, imported } = await open(folder, resources)
      const file = join(folder, 'users.ndjson')
      report(`writing ${digits(ROWS)} rows`)
      writeRows(file)
      return { figures: await compare(store, file, own, imported, report) }
    },
  }
}

function writeRows(file: string): void {
  const fd = openSync(file, 'w')
  for (let done = 0; done < ROWS; done += 1_000)
    writeSync(fd, Array.from({ length: 1_000 }, (_, n) => `${JSON.stringify(importedUser(done + n))}\n`).join(''))
  closeSync(fd)
}

async function compare(
  store: string,
  file: string,
  own: StoreSettings,
  imported: StoreSettings,
  report: (step: string) => void,
): Promise<Figure[]> {
  report(`${store}: its own bulk insert`)
  const ownSeconds = await runTask<number>('bench/peers/bulk-insert.ts', { settings: own, rows: ROWS })
  report(`${store}: npm run import`)
  const { seconds, samplesMb } = await timeImport(file, imported)
  const [beginning, end] = [samplesMb.slice(0, 20), samplesMb.slice(-20)].map((samples) => spreadOf(samples).median)
  return [
    {
      what: `users imported/s into ${store}, argon2id hashes as they are`,
      against: 'the same documents by the bulk insert of its driver',
      unit: '',
      spread: spreadOf([ownSeconds / seconds]),
      goal: { atLeast: 0.5 },
      details: `${digits(ROWS / seconds)} against ${digits(ROWS / ownSeconds)} rows/s; ${digits(ROWS)} rows in ${digits(seconds)} s, the start of the command included`,
    },
    {
      what: `resident memory of the import at its end: ${store}`,
      against: 'in its first 5 s',
      unit: '',
      spread: spreadOf([end! / beginning!]),
      goal: { atMost: 1.3 },
      details: `${digits(end!)} MB against ${digits(beginning!)} MB; at most ${digits(Math.max(...samplesMb))} MB`,
    },
  ]
}

/** What `npm run import` hands to Node. */
function importCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { import: string } }
  return scripts.import.split(' ').slice(3) // after `exec node tools/run.js`
}

async function timeImport(file: string, settings: StoreSettings) {
  const startedAt = performance.now()
  await using kept = keep(
    spawn(process.execPath, [...importCommand(), file], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
  const exited = once(kept.child, 'exit')
  const samplesMb = await residentDuring(kept.pid, exited)
  const [code] = await exited
  if (code !== 0) throw new Error(`the import exited with ${code}`)
  return { seconds: (performance.now() - startedAt) / 1_000, samplesMb: samplesMb.filter((mb) => mb > 0) }
}
