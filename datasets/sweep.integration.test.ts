import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFloats } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { insertRun, projectId } from '#test/fixtures/ledger-rows.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { FolderStore } from './folder-store.ts'
import { referenceOutputs, releaseReferences, takeReferences } from './references.ts'
import type { Referrer } from './references.ts'
import type { StoredValue } from './store.ts'
import { sweep } from './sweep.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 12 })
  folder = await makeTemporaryFolder()
})
afterAll(async () => {
  await pool.end()
  await database.drop()
  await folder.remove()
})

function newStore(): FolderStore {
  return new FolderStore(join(folder.path, randomUUID()))
}

/** Here everything is old at once; a file that is just being written must not be. */
class PatientStore extends FolderStore {
  override async removeUnfinished(): Promise<number> {
    return 0
  }
}

async function newRun(): Promise<Referrer> {
  return { projectId, runId: await insertRun(pool), node: 'fit' }
}

function columnOf(value: number): ColumnData {
  return { type: 'number', values: newFloats(3).fill(value) }
}

function storedOf(hash: string): StoredValue {
  const schema = { type: 'table', table: { columns: [] } } as const
  return {
    type: 'table',
    hash: 'value',
    schema: { ...schema, table: { columns: [] } },
    bytes: 0,
    columns: [hash],
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

describe('sweep', () => {
  it('removes what nobody refers to, once it is old enough', async () => {
    const store = newStore()
    const [kept, free] = [await store.putColumn(columnOf(1)), await store.putFile(Buffer.from('free'))]
    await takeReferences(pool, await newRun(), [kept.hash])
    expect(await sweep({ pool, store, olderThanMs: 60_000 })).toEqual({ removed: 0, bytes: 0, unfinished: 0 })
    expect(await sweep({ pool, store, olderThanMs: 0 })).toMatchObject({ removed: 1, bytes: 4 })
    expect([await store.has(kept.hash), await store.has(free.hash)]).toEqual([true, false])
  })

  it('leaves what somebody has brought, until it is removed for long enough', async () => {
    const store = newStore()
    const { hash } = await store.putFile(Buffer.from('meter readings'))
    await pool.query(
      `insert into upload (id, project_id, hash, name, mime, bytes, created_by)
       values ($1, $2, $3, 'meter.csv', 'text/csv', 14, 'anna')`,
      [randomUUID(), projectId, hash],
    )
    expect(await sweep({ pool, store, olderThanMs: 0 })).toMatchObject({ removed: 0 })
    await pool.query('delete from upload where hash = $1', [hash])
    expect(await sweep({ pool, store, olderThanMs: 60_000 })).toMatchObject({ removed: 0 })
    expect(await sweep({ pool, store, olderThanMs: 0 })).toMatchObject({ removed: 1 })
  })

  it('counts the time since the last reference was released, not since the object was written', async () => {
    const store = newStore()
    const { hash } = await store.putColumn(columnOf(2))
    const [first, second] = [await newRun(), await newRun()]
    await takeReferences(pool, first, [hash, hash])
    await takeReferences(pool, second, [hash])
    await releaseReferences(pool, [first.runId])
    await pause(400)
    await releaseReferences(pool, [second.runId])
    expect(await sweep({ pool, store, olderThanMs: 350 })).toMatchObject({ removed: 0 })
    await pause(400)
    expect(await sweep({ pool, store, olderThanMs: 350 })).toMatchObject({ removed: 1 })
    const { rows } = await pool.query('select from object_release where hash = $1', [hash])
    expect(rows).toEqual([])
  })

  it('keeps an object whose write was repeated a moment ago', async () => {
    const store = newStore()
    await store.putColumn(columnOf(3))
    await pause(300)
    await store.putColumn(columnOf(3))
    expect(await sweep({ pool, store, olderThanMs: 200 })).toMatchObject({ removed: 0 })
  })

  it('waits for a reference that is being taken', async () => {
    const store = newStore()
    const { hash } = await store.putColumn(columnOf(4))
    const run = await newRun()
    const client = await pool.connect()
    await client.query('begin')
    await takeReferences(client, run, [hash])
    const swept = sweep({ pool, store, olderThanMs: 0 })
    await pause(150)
    expect(await store.has(hash)).toBe(true)
    await client.query('commit')
    client.release()
    expect(await swept).toMatchObject({ removed: 0 })
    expect(await store.has(hash)).toBe(true)
  })

  it(
    'never takes an object from a step that found it and did not write it',
    { timeout: 60_000 },
    async () => {
      const store = new PatientStore(join(folder.path, randomUUID()))
      let isRunning = true
      const sweeping = Promise.all(
        [1, 2].map(async () => {
          let removed = 0
          while (isRunning) removed += (await sweep({ pool, store, olderThanMs: 0 })).removed
          return removed
        }),
      )
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, seed) => useAndRelease(store, seed, 60)),
      )
      isRunning = false
      const removed = (await sweeping).reduce((sum, count) => sum + count)
      const reused = outcomes.reduce((sum, outcome) => sum + outcome.reused, 0)
      const written = outcomes.reduce((sum, outcome) => sum + outcome.written, 0)
      // Both ways were gone many times, or nothing was tried.
      expect(Math.min(removed, reused, written)).toBeGreaterThan(10)
    },
  )
})

/** A worker: takes what is there or writes it, and must find it as long as it holds its reference. */
async function useAndRelease(store: FolderStore, seed: number, rounds: number) {
  const random = seededRandom(seed)
  const outcome = { reused: 0, written: 0 }
  for (let round = 0; round < rounds; round++) {
    const run = await newRun()
    const column = columnOf(100 + random.below(3))
    const hashed = await store.hashColumn(column)
    if (await referenceOutputs({ pool, store, ...run }, [storedOf(hashed.hash)])) outcome.reused++
    else {
      await store.putHashedColumn(hashed)
      outcome.written++
    }
    for (let look = random.below(4); look >= 0; look--) {
      expect(await store.has(hashed.hash)).toBe(true)
      await pause(random.below(3))
    }
    expect((await store.getColumn(hashed.hash)).values).toEqual(column.values)
    await releaseReferences(pool, [run.runId])
  }
  return outcome
}

describe('while a backup is made', () => {
  it('removes nothing, and goes on afterwards', async () => {
    const store = newStore()
    const { hash } = await store.putColumn(columnOf(4711))
    const backup = await pool.connect()
    try {
      // The lock that runtime/write-backup.ts takes.
      await backup.query('select pg_advisory_lock(4711003)')
      expect((await sweep({ pool, store, olderThanMs: -1_000 })).removed).toBe(0)
      expect(await store.has(hash)).toBe(true)
      await backup.query('select pg_advisory_unlock(4711003)')
    } finally {
      backup.release()
    }
    expect((await sweep({ pool, store, olderThanMs: -1_000 })).removed).toBe(1)
  })
})
