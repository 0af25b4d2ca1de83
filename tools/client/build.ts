// Makes packages/client/dist: the client as JavaScript, with its types. `npm pack` runs it by itself.
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { contractText } from './contract-text.ts'

const PACKAGE = 'packages/client'

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
  outDir: resolve(PACKAGE, 'dist'),
}

mkdirSync('.cache', { recursive: true })
const folder = mkdtempSync('.cache/client-')
try {
  cpSync(`${PACKAGE}/src`, join(folder, 'src'), { recursive: true })
  copyFileSync(`${PACKAGE}/package.json`, join(folder, 'package.json')) // by which tsc knows that these are ES modules
  writeFileSync(join(folder, 'src/contract.ts'), contractText())
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['src'] }))
  rmSync(COMPILER_OPTIONS.outDir, { recursive: true, force: true })
  execFileSync('node_modules/.bin/tsc', ['--project', folder], { stdio: 'inherit' })
  for (const file of readdirSync(COMPILER_OPTIONS.outDir)) if (file.endsWith('.d.ts')) importJavaScript(file)
} finally {
  rmSync(folder, { recursive: true })
}

/** tsc leaves the names of the sources in declarations, where there are no sources. */
function importJavaScript(file: string): void {
  const path = join(COMPILER_OPTIONS.outDir, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(/( from '\.\/[^']+)\.ts'/g, "$1.js'"))
}
