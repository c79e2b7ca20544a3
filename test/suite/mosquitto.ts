import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { testEnvironment } from '#config/test.ts'
import { downloadPackages } from '#runtime/apt.ts'
import { exec } from '#runtime/exec.ts'
import { withLock } from '#runtime/lock.ts'
import {
  findMosquitto,
  mosquittoFolder,
  mosquittoPrograms,
  unpackedMosquitto,
} from '#test/fixtures/mosquitto-program.ts'
import { oneCheck, skippedCheck } from './tally.ts'
import type { Tally } from './tally.ts'

const packages = ['mosquitto', 'mosquitto-clients']
const libraries = 'usr/lib/x86_64-linux-gnu'
const loader = 'ld-linux-x86-64.so.2'

/** Puts the broker of the tests into the cache; on a build server its absence is a failure. */
export async function prepareMosquitto(): Promise<Tally> {
  if (findMosquitto()) return oneCheck(true)
  const folder = mosquittoFolder()
  try {
    await withLock(
      folder,
      () => console.log('  another process is unpacking Mosquitto'),
      async () => {
        if (!unpackedMosquitto(folder)) await unpack(folder)
      },
    )
    return oneCheck(true)
  } catch (error) {
    const reason = `${(error as Error).message.trim()}\nInstall it by hand: apt-get install ${packages.join(' ')}`
    console.error(reason)
    return testEnvironment().CI ? oneCheck(false) : skippedCheck('Mosquitto', reason.split('\n')[0])
  }
}

/** Installed as a package it would start as a service; unpacked it is only there. */
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
  for (const program of mosquittoPrograms) await pointAtOwnLibraries(root, folder, program)
  rmSync(apt, { recursive: true })
  renameSync(root, folder)
}

/** Makes a program use the unpacked loader and C library at their later place, whatever the host's are. */
async function pointAtOwnLibraries(root: string, later: string, program: string): Promise<void> {
  const here = join(root, libraries)
  const there = join(later, libraries)
  const options = ['--set-interpreter', join(there, loader), '--force-rpath', '--set-rpath', there]
  const patchelf = ['--library-path', here, join(root, 'usr/bin/patchelf'), ...options, join(root, program)]
  await exec(join(here, loader), patchelf)
}
