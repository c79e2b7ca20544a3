import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { readHeads } from './heads-file.ts'
import { keepHeads } from './heads-keeper.ts'
import { recordChange } from './record.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 3 })
  folder = await makeTemporaryFolder()
})
afterAll(async () => {
  await pool.end()
  await database.drop()
  await folder.remove()
})

async function addRows(count: number): Promise<void> {
  const actor = { kind: 'system', id: 's', name: 's' } as const
  for (let row = 0; row < count; row++)
    await recordChange(
      (sql, values) => pool.query(sql, values),
      { actor },
      { action: 'run.start', object: { kind: 'run', id: 'r' } },
    )
}

const noted = async (path: string) => (await readHeads(path))?.heads.map(({ seq }) => Number(seq)) ?? []
const onError = (error: unknown) => {
  throw error
}

it('heads are noted at the start, after many rows, after a time, and at the end', async () => {
  const path = join(folder.path, 'heads.log')
  await addRows(1)
  const keeper = keepHeads({ pool, path, onError, lookMs: 20, writeMs: 60_000, rows: 5 })
  await waitFor('the first is there', async () => (await noted(path)).length === 1)
  await addRows(4)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await noted(path)).toEqual([1])
  await addRows(1)
  await waitFor('five more rows are noted', async () => (await noted(path)).at(-1) === 6)
  await addRows(2)
  await keeper.close()
  expect(await noted(path)).toEqual([1, 6, 8])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const hasty = keepHeads({ pool, path, onError, lookMs: 20, writeMs: 100, rows: 1_000 })
  await addRows(1)
  await waitFor('time has come', async () => (await noted(path)).at(-1) === 9)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await hasty.close()
  const { rows } = await pool.query<{ hash: string }>('select hash from audit where seq = 9')
  expect((await readHeads(path))?.heads.at(-1)).toEqual({ seq: '9', hash: rows[0].hash })
  expect((await noted(path)).filter((seq) => seq === 9)).toHaveLength(1)
})
