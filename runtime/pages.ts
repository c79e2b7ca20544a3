import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
} from 'node:fs'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exec } from './exec.ts'
import { withLock } from './lock.ts'
import type { Report } from './progress.ts'

/** What the pages are made of: another byte in any of it, and they are built anew. */
const sources = ['web', 'pipeline', 'package.json', 'package-lock.json']
const buildTimeoutMs = 300_000

export interface PagesPlaces {
  checkout: string
  cacheDir: string
  /** Where the gateway serves them from. */
  webDir: string
}

/** Puts the pages of this checkout where the gateway serves them from; says whether they had to be built. */
export async function providePages(
  { checkout, cacheDir, webDir }: PagesPlaces,
  report: Report,
): Promise<string> {
  const version = hashSources(checkout)
  if (servedVersion(webDir) === version) return 'unchanged'
  const built = join(writableFolder(cacheDir) ?? dirname(webDir), 'pages', version)
  const isNew = !existsSync(built)
  const onWait = () => report('another process is building the pages')
  await withLock(built, onWait, async () => {
    if (!existsSync(built)) await build(checkout, built, report)
  })
  replaceFolder(built, webDir, version)
  return isNew ? 'built' : 'from the cache'
}

/** The cache's folder for pages, unless it belongs to another account. */
function writableFolder(cacheDir: string): string | undefined {
  try {
    mkdirSync(join(cacheDir, 'pages'), { recursive: true })
    accessSync(join(cacheDir, 'pages'), constants.W_OK)
    return cacheDir
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** The content of everything that pages are made of, as one hash. */
export function hashSources(checkout: string): string {
  const hash = createHash('sha256')
  for (const name of sources.flatMap((source) => filesOf(checkout, source))) {
    const content = readFileSync(join(checkout, name))
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 32)
}

/** Tests and their material are no part of the pages. */
function filesOf(checkout: string, source: string): string[] {
  if (!source.includes('.')) {
    const entries = readdirSync(join(checkout, source), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && !/\.(test|fixture)\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(checkout.length + 1))
      .sort()
  }
  return [source]
}

async function build(checkout: string, target: string, report: Report): Promise<void> {
  report('building the pages')
  mkdirSync(dirname(target), { recursive: true })
  const scratch = mkdtempSync(`${target}-`)
  try {
    const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js')
    const config = join(checkout, 'web', 'vite.config.ts')
    // The native loader writes no file into a checkout that may belong to someone else.
    const args = ['build', '--config', config, '--configLoader', 'native', '--outDir', scratch]
    // Whatever this process was started with: pages for development are larger and slower.
    const env = { NODE_ENV: 'production' }
    await exec(process.execPath, [vite, ...args], { cwd: checkout, env, timeoutMs: buildTimeoutMs })
    renameSync(scratch, target)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

// Beside the folder, not in it: the gateway serves everything inside.
function versionFile(webDir: string): string {
  return `${webDir}.version`
}

function servedVersion(webDir: string): string | undefined {
  const file = versionFile(webDir)
  return existsSync(file) && existsSync(webDir) ? readFileSync(file, 'utf8') : undefined
}

function replaceFolder(from: string, to: string, version: string): void {
  rmSync(versionFile(to), { force: true })
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
  writeFileSync(versionFile(to), version)
}
