import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject, expect, test } from 'vitest'
import { cacheDirectory } from '#config/directories.ts'
import { migrationNames } from '#prisma/migrate.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { backUp } from './backup.ts'
import { exec } from './exec.ts'
import { providePostgresPrograms } from './postgres-programs.ts'
import { silent } from './progress.ts'
import { readSchemaState, upgrade } from './upgrade.ts'

const noBackup = () => Promise.reject(new Error('No backup was expected'))

async function execute(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

async function createEmptyDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl')
  const name = `test_empty_${process.pid}_${Date.now()}`
  await execute(adminUrl, `create database ${name}`)
  const url = adminUrl.replace(/postgres$/, name)
  return { url, drop: async () => void (await execute(adminUrl, `drop database ${name} with (force)`)) }
}

/** A database of the first version: only the first migration, and its entry in the books. */
async function createOldDatabase(): Promise<TestDatabase> {
  const [complete, old] = [await createTestDatabase(), await createEmptyDatabase()]
  const [entry] = await execute(
    complete.url,
    'select * from _prisma_migrations order by migration_name limit 1',
  )
  await execute(
    old.url,
    `create extension timescaledb;
     create table _prisma_migrations (id varchar(36) primary key not null, checksum varchar(64) not null,
       finished_at timestamptz, migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
       started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`,
  )
  const columns = Object.keys(entry)
  const places = columns.map((_, index) => `$${index + 1}`)
  await execute(
    old.url,
    `insert into _prisma_migrations (${columns}) values (${places})`,
    Object.values(entry),
  )
  await complete.drop()
  return old
}

test('an empty database gets every migration and needs no backup', async () => {
  const database = await createEmptyDatabase()
  expect(await readSchemaState(database.url)).toEqual({ pending: migrationNames(), unknown: [], isNew: true })
  await upgrade(database.url, noBackup)
  expect(await upgrade(database.url, noBackup)).toBe('the database is up to date')
  await database.drop()
})

test('a database that holds data is backed up before it is changed', async () => {
  const database = await createOldDatabase()
  const tablesAtBackup: number[] = []
  const result = await upgrade(database.url, async () => {
    const tables = await execute(database.url, `select from pg_tables where schemaname = 'public'`)
    tablesAtBackup.push(tables.length)
    return '/backups/before.dump'
  })
  expect(tablesAtBackup).toEqual([1])
  expect(result).toContain('/backups/before.dump')
  expect((await readSchemaState(database.url)).pending).toEqual([])
  await database.drop()
})

test('a database of a newer version is refused and left alone', async () => {
  const database = await createTestDatabase()
  await execute(
    database.url,
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('x', 'x', now(), '9999_future')`,
  )
  await expect(upgrade(database.url, noBackup)).rejects.toThrow('9999_future')
  await database.drop()
})

test('a backup holds the rows, and the last five are kept', async () => {
  const database = await createTestDatabase()
  await execute(database.url, 'create table kept as select 42 as answer')
  const binDir = await providePostgresPrograms(cacheDirectory(), silent)
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-backup-'))
  let last = ''
  for (let round = 0; round < 6; round++)
    last = (await backUp(binDir, database.url, folder)).replace(/ \(.*/, '')
  expect(readdirSync(folder)).toHaveLength(5)
  expect(await exec(join(binDir, 'pg_restore'), ['--data-only', '--table=kept', '--file=-', last])).toContain(
    '\n42\n',
  )
  rmSync(folder, { recursive: true })
  await database.drop()
})
