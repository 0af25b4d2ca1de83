import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { StoreSettings } from '@registrar/users/stores/open-user-store'
import { importedUser } from '../load/imported-users.ts'
import type { Figure, Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { keep, runTask } from '../stage/children.ts'
import { benchFolder } from '../stage/folder.ts'
import { startMongo } from '../stage/mongo.ts'
import { residentDuring } from '../stage/resident.ts'

/** IMPORT_ROWS=100000 for a first look; IMPORT_ROUNDS=1 where the engine needs half an hour for a round. */
const ROWS = Number(process.env['IMPORT_ROWS'] ?? 1_000_000)

const ROUNDS = Number(process.env['IMPORT_ROUNDS'] ?? 3)
/** Of 250 ms each, at the beginning and at the end. */
const SAMPLES = 20

type Taken = { seconds: number; samplesMb: number[] }

/** An empty store by each name. */
type Stores = (name: string) => StoreSettings

export const importSqlite = measure('import-sqlite', 'SQLite', async (folder) => (name) => ({
  DATA_DIR: join(folder, name),
}))

export const importMongodb = measure('import-mongodb', 'MongoDB', async (folder, resources) => {
  const mongo = resources.use(await startMongo())
  return (name) => ({ DATA_DIR: folder, MONGODB_URI: mongo.uri(name) })
})

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
      const stores = await open(folder, resources)
      const file = join(folder, 'users.ndjson')
      report(`writing ${digits(ROWS)} rows`)
      writeRows(file)
      return { figures: await compare(store, file, stores, report) }
    },
  }
}

function writeRows(file: string): void {
  const fd = openSync(file, 'w')
  for (let done = 0; done < ROWS; done += 1_000)
    writeSync(fd, Array.from({ length: 1_000 }, (_, n) => `${JSON.stringify(importedUser(done + n))}\n`).join(''))
  closeSync(fd)
}

async function compare(store: string, file: string, stores: Stores, report: (step: string) => void): Promise<Figure[]> {
  let opened = 0
  const next = () => stores(`bench-${++opened}`)
  const { own, imported } = await interleaved<'own' | 'imported', Taken>(
    ROUNDS,
    {
      own: async () => ({
        seconds: await runTask<number>('bench/peers/bulk-insert.ts', { settings: next(), rows: ROWS }),
        samplesMb: [],
      }),
      imported: () => timeImport(file, next()),
    },
    report,
  )
  const rateOf = ({ seconds }: Taken) => ROWS / seconds
  const [rates, ownRates] = [imported.map(rateOf), own.map(rateOf)]
  const beginnings = imported.map(({ samplesMb }) => spreadOf(samplesMb.slice(0, SAMPLES)).median)
  const ends = imported.map(({ samplesMb }) => spreadOf(samplesMb.slice(-SAMPLES)).median)
  const most = Math.max(...imported.flatMap(({ samplesMb }) => samplesMb))
  return [
    {
      what: `users imported/s into ${store}, argon2id hashes as they are`,
      against: 'the same documents by the bulk insert of its driver',
      unit: '',
      spread: spreadOf(ratios(rates, ownRates)),
      goal: { atLeast: 0.5 },
      details: `${perSecond(rates)} against ${perSecond(ownRates)} rows/s; ${digits(ROWS)} rows, the start of the command included`,
    },
    {
      what: `resident memory of the import at its end: ${store}`,
      against: 'in its first 5 s',
      unit: '',
      spread: spreadOf(ratios(ends, beginnings)),
      goal: { atMost: 1.3 },
      details: `${digits(spreadOf(ends).median)} MB against ${digits(spreadOf(beginnings).median)} MB; at most ${digits(most)} MB`,
    },
  ]
}

/** What `npm run import` hands to Node. */
function importCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { import: string } }
  return scripts.import.split(' ').slice(3) // after `exec node tools/run.js`
}

async function timeImport(file: string, settings: StoreSettings): Promise<Taken> {
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
