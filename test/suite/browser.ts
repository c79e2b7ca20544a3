import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { testEnvironment } from '#config/test.ts'
import { downloadPackages } from '#runtime/apt.ts'
import { exec } from '#runtime/exec.ts'
import { withLock } from '#runtime/lock.ts'
import { givenChromium, unpackedChromium, unpackedFolder } from '#test/browser/chromium.ts'
import { oneCheck, skippedCheck } from './tally.ts'
import type { Tally } from './tally.ts'
import { runTests } from './vitest.ts'

const packages = ['chromium', 'fontconfig', 'fonts-dejavu-core']

/** The tests in Chromium, which is brought here where it is missing; on a build server its absence is a failure. */
export async function runBrowserTests(): Promise<Tally> {
  try {
    await provideChromium()
  } catch (error) {
    const reason = `${(error as Error).message.trim()}\nInstall it by hand: apt-get install ${packages.join(' ')}`
    console.error(reason)
    return testEnvironment().CI ? oneCheck(false) : skippedCheck('browser tests', reason.split('\n')[0])
  }
  return runTests('browser')
}

async function provideChromium(): Promise<void> {
  if (givenChromium() ?? unpackedChromium(unpackedFolder())) return
  if (process.getuid?.() === 0) return install()
  const folder = unpackedFolder()
  await withLock(
    folder,
    () => console.log('  another process is unpacking Chromium'),
    async () => {
      if (!unpackedChromium(folder)) await unpack(folder)
    },
  )
}

async function install(): Promise<void> {
  console.log(`  installing ${packages.join(', ')} with apt`)
  await exec('apt-get', ['-q', 'update'])
  await exec('apt-get', ['-q', '-y', '--no-install-recommends', 'install', ...packages], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
}

/** Debian's package and all it needs, its C library too, without the system's own packages. */
async function unpack(folder: string): Promise<void> {
  const root = `${folder}.new`
  const apt = `${folder}.apt`
  for (const path of [folder, root, apt]) rmSync(path, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  const archives = await downloadPackages(apt, [...packages, 'patchelf'], (text) => console.log(`  ${text}`))
  for (const archive of archives) {
    console.log(`  unpacking ${basename(archive).split('_')[0]}`)
    await exec('dpkg-deb', ['-x', archive, root])
  }
  await pointAtOwnLibraries(root, folder)
  const fonts = `<fontconfig><dir>${folder}/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`
  writeFileSync(join(root, 'fonts.conf'), `<?xml version="1.0"?>\n${fonts}\n`)
  rmSync(apt, { recursive: true })
  renameSync(root, folder)
}

/** The program and its helpers use the unpacked loader and libraries at their later place. */
async function pointAtOwnLibraries(root: string, later: string): Promise<void> {
  const libraries = 'usr/lib/x86_64-linux-gnu'
  const loader = 'ld-linux-x86-64.so.2'
  const here = join(root, libraries)
  const path = [libraries, `${libraries}/nss`, 'usr/lib/chromium'].map((part) => join(later, part)).join(':')
  const programs = readdirSync(join(root, 'usr/lib/chromium')).filter((name) =>
    ['chromium', 'chrome_crashpad_handler'].includes(name),
  )
  for (const program of programs) {
    const file = join(root, 'usr/lib/chromium', program)
    const patch = [
      '--set-interpreter',
      join(later, libraries, loader),
      '--force-rpath',
      '--set-rpath',
      path,
      file,
    ]
    await exec(join(here, loader), ['--library-path', here, join(root, 'usr/bin/patchelf'), ...patch])
  }
  if (!existsSync(join(here, loader))) throw new Error('Debian’s C library was not unpacked')
}
