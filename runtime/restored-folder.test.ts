import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import { placeOf } from './fill-folder.ts'
import { takePlace } from './restored-folder.ts'

let parent = ''
let data = ''
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'ecoki-places-'))
  data = join(parent, 'data')
})
afterEach(() => rmSync(parent, { recursive: true }))

function make(name: string): void {
  mkdirSync(join(parent, name))
  writeFileSync(join(parent, name, 'which'), name)
}
const which = (folder: string) => readFileSync(join(folder, 'which'), 'utf8')

test('the new folder takes the place, and the old one stays beside it', () => {
  make('data')
  make('data.restoring')
  const before = takePlace(data)
  expect([which(data), which(before!)]).toEqual(['data.restoring', 'data'])
})

test('where there was nothing, nothing stays beside it', () => {
  make('data.restoring')
  expect(takePlace(data)).toBeUndefined()
  expect(which(data)).toBe('data.restoring')
})

test('an exchange that a power cut broke between its halves is completed by the next start', () => {
  make('data.restored')
  openDataFolder(data)
  expect(which(data)).toBe('data.restored')
  expect(existsSync(`${data}.restored`)).toBe(false)
})

test.each(['files/../../etc/passwd', '../x', 'files/', '/etc/passwd', 'objects/ab', 'files/a//b', 'other'])(
  'a backup cannot name the place %s',
  (path) => {
    expect(() => placeOf(path, openDataFolder(data))).toThrow('has no place in a data folder')
  },
)
