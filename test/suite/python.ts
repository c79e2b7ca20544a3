import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory, checkoutDirectory } from '#config/directories.ts'
import { setTestPython, testEnvironment } from '#config/test.ts'
import { exec } from '#runtime/exec.ts'
import { withLock } from '#runtime/lock.ts'
import { findOnPath } from '#runtime/temporal-program.ts'
import { oneCheck, skippedCheck } from './tally.ts'
import type { Tally } from './tally.ts'

const debianPackages = ['python3-venv', 'python3-pip']

/**
 * Puts the reference programs (Polars, pandas, scikit-learn, ...) into a virtual environment in the cache, and tells
 * the tests where it is. Without it the comparisons are skipped with the reason; on a build server that is a failure.
 */
export async function preparePython(): Promise<Tally> {
  const { ECOKI_TEST_PYTHON: given, CI } = testEnvironment()
  if (given) return oneCheck(existsSync(given))
  try {
    setTestPython(await provideEnvironment(join(checkoutDirectory, 'test', 'reference', 'requirements.txt')))
    return oneCheck(true)
  } catch (error) {
    const reason = `${(error as Error).message.trim()}\nInstall it by hand: apt-get install ${debianPackages.join(' ')}`
    console.error(reason)
    return CI ? oneCheck(false) : skippedCheck('reference programs', reason.split('\n')[0])
  }
}

/** The Python of a virtual environment with exactly the pinned packages; made once per list of packages. */
export async function provideEnvironment(requirements: string): Promise<string> {
  const name = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(cacheDirectory(), 'test-python', name)
  const done = join(folder, 'complete')
  await withLock(
    folder,
    () => console.log('  another process is installing them'),
    async () => {
      if (!existsSync(done)) await install(folder, requirements, done)
    },
  )
  return join(folder, 'venv', 'bin', 'python')
}

async function install(folder: string, requirements: string, done: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const venv = join(folder, 'venv')
  await makeEnvironment(venv)
  console.log('  installing Python packages, once')
  const options = [
    '--disable-pip-version-check',
    '--no-input',
    '--quiet',
    '--only-binary',
    ':all:',
    '-r',
    requirements,
  ]
  await exec(join(venv, 'bin', 'python'), ['-m', 'pip', 'install', ...options])
  mkdirSync(`${done}.new`)
  renameSync(`${done}.new`, done)
}

/** Debian keeps venv and pip in packages of their own: the superuser gets them installed. */
async function makeEnvironment(venv: string): Promise<void> {
  const arguments_ = ['-m', 'venv', venv]
  const python = findOnPath('python3')
  if (python && (await works(python, arguments_))) return
  if (process.getuid?.() !== 0) throw new Error('Python 3 with venv and pip is missing')
  console.log(`  installing ${debianPackages.join(', ')} with apt`)
  await exec('apt-get', ['-q', 'update'])
  await exec('apt-get', ['-q', '-y', 'install', ...debianPackages], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
  rmSync(venv, { recursive: true, force: true })
  await exec('/usr/bin/python3', arguments_)
}

async function works(python: string, args: string[]): Promise<boolean> {
  return exec(python, args).then(
    () => true,
    () => false,
  )
}
