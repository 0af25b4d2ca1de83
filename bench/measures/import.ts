import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
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

const ROWS = Number(process.env['IMPORT_ROWS'] ?? 1_000_000)

export const importMeasure: Measure = {
  name: 'import',
  title: 'A million users imported, compared with the store’s own bulk insert of the same; memory meanwhile',
  async run(report) {
    using folder = benchFolder()
    const file = join(folder.path, 'users.ndjson')
    report(`writing ${digits(ROWS)} rows`)
    writeRows(file)
    const figures: Figure[] = []
    const place = (name: string) => {
      const path = join(folder.path, name)
      mkdirSync(path)
      return path
    }
    const own = { DATA_DIR: place('sqlite-own') }
    figures.push(...(await compare('SQLite', file, own, { DATA_DIR: place('sqlite-import') }, report)))
    await using mongo = await startMongo()
    const [ownMongo, imported] = ['own', 'import'].map((name) => ({
      DATA_DIR: folder.path,
      MONGODB_URI: mongo.uri(`bench-${name}`),
    }))
    figures.push(...(await compare('MongoDB', file, ownMongo!, imported!, report)))
    return { figures }
  },
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

async function timeImport(file: string, settings: StoreSettings) {
  const startedAt = performance.now()
  await using kept = keep(
    spawn(process.execPath, ['tools/import/main.ts', file], {
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
