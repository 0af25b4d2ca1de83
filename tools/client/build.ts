// Makes packages/client/dist: the client as JavaScript, with its types. `npm pack` runs it by itself.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { contractText } from './contract-text.ts'

const PACKAGE = 'packages/client'
const DIST = join(PACKAGE, 'dist')

const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: [], // nothing that only Node has
  module: 'nodenext',
  rewriteRelativeImportExtensions: true,
  declaration: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  rootDir: 'src',
  outDir: 'dist',
}

mkdirSync('.cache', { recursive: true })
const folder = mkdtempSync('.cache/client-')
try {
  cpSync(`${PACKAGE}/src`, join(folder, 'src'), { recursive: true })
  copyFileSync(`${PACKAGE}/package.json`, join(folder, 'package.json')) // by which tsc knows that these are ES modules
  writeFileSync(join(folder, 'src/contract.ts'), contractText())
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['src'] }))
  execFileSync('node_modules/.bin/tsc', ['--project', folder], { stdio: 'inherit' })
  const built = join(folder, 'dist')
  const files = readdirSync(built)
  for (const file of files) if (file.endsWith('.d.ts')) importJavaScript(join(built, file))
  // File by file, each at once: somebody who packs at the same time finds all of them, whole.
  mkdirSync(DIST, { recursive: true })
  for (const file of files) renameSync(join(built, file), join(DIST, file))
  for (const file of readdirSync(DIST)) if (!files.includes(file)) rmSync(join(DIST, file))
} finally {
  rmSync(folder, { recursive: true })
}

/** tsc leaves the names of the sources in declarations, where there are no sources. */
function importJavaScript(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(/( from '\.\/[^']+)\.ts'/g, "$1.js'"))
}
