import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { grantApiRights, urlForRole } from './api-role.ts'

const role = { name: `api_${randomUUID().slice(0, 8)}`, password: 'p@ss/word:1' }
let database: TestDatabase
let owner: pg.Pool
let api: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Pool({ connectionString: database.url, max: 2 })
  await grantApiRights(database.url, role)
  await grantApiRights(database.url, role)
  api = new pg.Pool({ connectionString: urlForRole(database.url, role), max: 2 })
})
afterAll(async () => {
  await api.end()
  await owner.query(`drop owned by ${role.name}; drop role ${role.name}`)
  await owner.end()
  await database.drop()
})

const insert = `insert into audit (actor_kind, actor_id, actor_name, action, object_kind, object_id, result)
  values ('system', 's', 's', 'a', 'k', 'i', 'done')`

describe('the role of the gateway', () => {
  it('adds rows to the audit and reads them', async () => {
    await api.query(insert)
    const { rows } = await api.query('select seq, length(hash) as length from audit')
    expect(rows).toEqual([{ seq: '1', length: 64 }])
  })

  it.each([
    `update audit set actor_id = 'x'`,
    'delete from audit',
    'truncate audit',
    'alter table audit disable trigger all',
    'drop trigger audit_chain on audit',
    'drop table audit',
    'set session_replication_role = replica',
    `create or replace function chain_audit() returns trigger language plpgsql as 'begin return new; end'`,
    'create temporary table audit (seq bigint, hash text)',
    'create table mine ()',
    'create role other',
    `insert into allowed_transition values ('run', 'done', 'queued')`,
    'select from _prisma_migrations',
    `copy audit to program 'cat'`,
  ])('may not: %s', async (sql) => {
    await expect(api.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^42/) })
  })

  it('works with all other tables, partitioned ones too', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'
         and tablename not in ('audit', '_prisma_migrations', 'allowed_transition')`,
    )
    expect(rows.length).toBeGreaterThan(15)
    for (const { name } of rows) await api.query(`delete from ${name} where false`)
    await api.query(
      `with t as (insert into tag (project_id, name, value_type) select id, 'T', 'number' from project returning id)
       insert into sample (tag_id, time_us, project_id, number) select t.id, 1, p.id, 2 from t, project p`,
    )
    expect((await api.query('select number from sample')).rows).toEqual([{ number: 2 }])
  })

  it('is refused when it owns what it must not change', async () => {
    const { rows } = await owner.query<{ name: string }>('select current_user as name')
    await expect(grantApiRights(database.url, rows[0])).rejects.toThrow('could change the audit')
  })
})
