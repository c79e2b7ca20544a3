import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareTemporalFile, rememberTemporalFile } from './temporal-file.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecoki-temporal-'))
  file = join(folder, 'temporal.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A database whose last rows are only in its write-ahead log, as after a kill. */
function leaveDatabase(): void {
  const database = new DatabaseSync(join(folder, 'living.db'))
  database.exec('pragma journal_mode = wal; create table kept (answer); insert into kept values (42)')
  for (const ending of ['', '-wal']) copyFileSync(join(folder, `living.db${ending}`), file + ending)
  database.close()
}

function answers(): unknown[] {
  const database = new DatabaseSync(file)
  const rows = database.prepare('select answer from kept').all()
  database.close()
  return rows.map((row) => row.answer)
}

test('a database left by a killed server is used with its log', () => {
  leaveDatabase()
  rememberTemporalFile(file)
  expect(prepareTemporalFile(file)).toBeUndefined()
  expect(answers()).toEqual([42])
})

test('no database is no problem', () => {
  expect(prepareTemporalFile(join(folder, 'new', 'temporal.db'))).toBeUndefined()
  expect(existsSync(join(folder, 'new'))).toBe(true)
})

test('a log without its database is removed', () => {
  leaveDatabase()
  rmSync(file)
  expect(prepareTemporalFile(file)).toContain('is gone')
  expect(existsSync(`${file}-wal`)).toBe(false)
})

test('a log beside another database is removed, and the other database is used', () => {
  leaveDatabase()
  rememberTemporalFile(file)
  const other = new DatabaseSync(join(folder, 'other.db'))
  other.exec('create table kept (answer); insert into kept values (7)')
  other.close()
  renameSync(join(folder, 'other.db'), file)
  expect(prepareTemporalFile(file)).toContain('replaced')
  expect(answers()).toEqual([7])
})

test('a file that is no database is put aside', () => {
  writeFileSync(file, 'no database at all'.repeat(500))
  expect(prepareTemporalFile(file)).toContain('cannot be used')
  expect(existsSync(file)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.includes('unusable'))).toHaveLength(1)
})
