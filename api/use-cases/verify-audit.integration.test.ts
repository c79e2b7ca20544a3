import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { appendHead } from '../audit/heads-file.ts'
import { recordChange } from '../audit/record.ts'
import { verifyAudit } from './verify-audit.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder
let heads: string

const actor = { kind: 'person', id: 'u1', name: 'Jürgen 😀, 1:2', address: '10.0.0.7' } as const

beforeEach(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 8 })
  folder = await makeTemporaryFolder()
  heads = join(folder.path, 'audit-heads.log')
  for (let row = 1; row <= 9; row++) await addRow(`p${row}`)
  await noteHead()
})
afterEach(async () => {
  await pool.end()
  await database.drop()
  await folder.remove()
})

async function addRow(id: string): Promise<void> {
  const change = { action: 'pipeline.save', object: { kind: 'pipeline', id }, after: 'h' }
  await recordChange((sql, parameters) => pool.query(sql, parameters), { actor, requestId: 'r' }, change)
}

async function noteHead(): Promise<void> {
  const { rows } = await pool.query('select seq::text, hash from audit order by audit.seq desc limit 1')
  await appendHead(heads, rows[0])
}

/** As somebody who may do everything in the database does it. */
async function tamper(...statements: string[]): Promise<void> {
  await pool.query(`begin; set local session_replication_role = replica; ${statements.join(';')}; commit`)
}

const problems = async () => (await verifyAudit(pool, heads)).problems
const rehash = `encode(sha256(convert_to(audit_text(audit), 'UTF8')), 'hex')`

describe('the audit', () => {
  it('is in order as it is written, by many at once too', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => addRow(`parallel ${index}`)))
    expect(await verifyAudit(pool, heads)).toEqual({ rows: 49, heads: 1, problems: [] })
  })

  it('numbers without gaps although transactions are undone', async () => {
    await pool.query(`begin; insert into audit (actor_kind, actor_id, actor_name, action, object_kind, object_id, result)
      values ('system', 's', 's', 'a', 'k', 'i', 'done'); rollback`)
    await addRow('after')
    expect(await problems()).toEqual([])
  })

  it.each([
    ['at once', `begin isolation level repeatable read`],
    ['at all', `begin isolation level serializable`],
  ])('is not written where what others wrote is not seen %s', async (_, begin) => {
    const insert = `insert into audit (actor_kind, actor_id, actor_name, action, object_kind, object_id, result)
      values ('system', 's', 's', 'a', 'k', 'i', 'done')`
    await expect(pool.query(`${begin}; ${insert}; commit`)).rejects.toThrow('read committed')
  })

  it.each(['update audit set result = result', 'delete from audit', 'truncate audit'])(
    'refuses even its owner: %s',
    async (sql) => {
      await expect(pool.query(sql)).rejects.toThrow('only ever added')
    },
  )

  it('takes number, time and hashes from nobody', async () => {
    await pool.query(`insert into audit (seq, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, result,
      prev_hash, hash) values (77, '1999-01-01', 'system', 's', 's', 'a', 'k', 'i', 'done', 'x', 'y')`)
    expect(await problems()).toEqual([])
  })
})

const fields: [string, string][] = [
  ['at', `at + interval '1 microsecond'`],
  ['project_id', `'00000000-0000-7000-8000-000000000001'`],
  ['actor_kind', `'token'`],
  ['actor_id', `'u2'`],
  ['actor_name', `'Jürgen 😀, 1:3'`],
  ['address', 'null'],
  ['request_id', `'q'`],
  ['action', `'run.start'`],
  ['object_kind', `'run'`],
  ['object_id', `'p44'`],
  ['before_hash', `'h'`],
  ['after_hash', 'null'],
  ['result', `'not-allowed'`],
]

describe('verify finds', () => {
  it.each(fields)('an edited %s', async (field, value) => {
    await tamper(`update audit set ${field} = ${value} where seq = 4`)
    expect(await problems()).toEqual([{ kind: 'edited', at: '4' }])
  })

  it('what is moved from one field to its neighbour', async () => {
    await tamper(`update audit set object_kind = 'pipelinep', object_id = '4' where seq = 4`)
    expect(await problems()).toEqual([{ kind: 'edited', at: '4' }])
  })

  it('an edited row that is given its right hash', async () => {
    await tamper(
      `update audit set actor_id = 'u2' where seq = 4`,
      `update audit set hash = ${rehash} where seq = 4`,
    )
    expect(await problems()).toEqual([{ kind: 'order', at: '5' }])
  })

  it('a deleted row', async () => {
    await tamper('delete from audit where seq in (3, 4)')
    expect(await problems()).toEqual([{ kind: 'missing', at: '3-4' }])
  })

  it('the first rows deleted', async () => {
    await tamper('delete from audit where seq < 3')
    expect(await problems()).toEqual([{ kind: 'missing', at: '1-2' }])
  })

  it('a deleted row whose followers move up', async () => {
    await tamper('delete from audit where seq = 4', 'update audit set seq = seq - 1 where seq > 4')
    const found = await problems()
    expect(found.map(({ kind }) => kind)).toContain('edited')
    expect(found.at(-1)).toEqual({ kind: 'cut', at: '9-9' })
  })

  it('an inserted row', async () => {
    await tamper(
      'update audit set seq = seq + 100 where seq > 4',
      'update audit set seq = seq - 99 where seq > 100',
      `insert into audit select 5, at, project_id, actor_kind, 'u9', actor_name, address, request_id, action, object_kind,
         object_id, before_hash, after_hash, result, hash, '' from audit where seq = 4`,
      `update audit set hash = ${rehash} where seq = 5`,
    )
    const found = await problems()
    expect(found).toContainEqual({ kind: 'order', at: '6' })
    expect(found).toContainEqual({ kind: 'edited', at: '6' })
  })

  it('a row before the first', async () => {
    await tamper(`insert into audit select 0, at, project_id, actor_kind, 'u9', actor_name, address, request_id, action,
         object_kind, object_id, before_hash, after_hash, result, prev_hash, '' from audit where seq = 1`,
      `update audit set hash = ${rehash} where seq = 0`,
    ) // prettier-ignore
    expect(await problems()).toContainEqual({ kind: 'order', at: '0' })
  })

  it('two rows that changed places', async () => {
    await tamper(
      'update audit set seq = 1000 where seq = 4',
      'update audit set seq = 4 where seq = 6',
      'update audit set seq = 6 where seq = 1000',
    )
    const kinds = new Set((await problems()).map(({ kind, at }) => `${kind} ${at}`))
    for (const at of ['4', '6'])
      for (const kind of ['edited', 'order']) expect(kinds).toContain(`${kind} ${at}`)
  })

  it('a cut tail', async () => {
    await tamper('delete from audit where seq > 6')
    expect(await problems()).toEqual([{ kind: 'cut', at: '7-9' }])
  })

  it('a tail that was cut and has grown again', async () => {
    await tamper('delete from audit where seq > 6')
    for (let row = 0; row < 5; row++) await addRow(`new ${row}`)
    expect(await problems()).toEqual([{ kind: 'head', at: '9' }])
  })

  it('a chain that was written anew, with all its hashes', async () => {
    await tamper(
      `update audit set actor_id = 'u2' where seq = 4`,
      `do $$ declare r record; last text := repeat('0', 64); begin
         for r in select seq from audit order by seq loop
           update audit set prev_hash = last where seq = r.seq;
           update audit set hash = ${rehash} where seq = r.seq returning hash into last;
         end loop; end $$`,
    )
    expect(await problems()).toEqual([{ kind: 'head', at: '9' }])
  })

  it('all rows deleted, and the table emptied', async () => {
    await tamper('delete from audit')
    expect(await problems()).toEqual([{ kind: 'cut', at: '1-9' }])
  })

  it('that the file is gone, or holds what nobody wrote', async () => {
    const text = await readFile(heads, 'utf8')
    await writeFile(heads, `nonsense\n${text}`)
    expect(await problems()).toEqual([{ kind: 'unreadable', at: 'line 1' }])
    await writeFile(heads, text.replace(/[0-9a-f]{64}/, 'a'.repeat(64)))
    expect(await problems()).toEqual([{ kind: 'head', at: '9' }])
    expect((await verifyAudit(pool, `${heads}.other`)).problems).toEqual([
      { kind: 'no-file', at: `${heads}.other` },
    ])
  })
})

describe('the file of heads', () => {
  it('is for its owner only, and goes on after a line that a power loss has torn', async () => {
    expect((await stat(heads)).mode & 0o777).toBe(0o600)
    const whole = await readFile(heads, 'utf8')
    await writeFile(heads, `${whole}2026-01-01T00:00:00.000Z 10 abc`)
    expect(await problems()).toEqual([])
    await addRow('p10')
    await noteHead()
    expect(await verifyAudit(pool, heads)).toEqual({ rows: 10, heads: 2, problems: [] })
    expect((await readFile(heads, 'utf8')).startsWith(whole)).toBe(true)
  })
})
