import pg from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '#test/fixtures/database.ts'
import { copyIn } from './copy-in.ts'

const empty = Buffer.concat([
  Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
  Buffer.alloc(8),
  Buffer.from([255, 255]),
])
const sql = 'copy sample (tag_id) from stdin (format binary)'

it('leaves the connection fit for more, also after an error and beyond a time limit for queries', async () => {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url, query_timeout: 300 })
  await client.connect()
  try {
    await copyIn(client, sql, empty)
    await expect(copyIn(client, sql, Buffer.from('no rows'))).rejects.toMatchObject({ code: '22P04' })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await copyIn(client, sql, empty)
  } finally {
    await client.end()
    await database.drop()
  }
})

it('rejects when the connection breaks in the middle', async () => {
  const database = await createTestDatabase()
  const [client, other] = [0, 1].map(() => new pg.Client({ connectionString: database.url }))
  client.on('error', () => undefined) // what copyIn rejects with
  await Promise.all([client.connect(), other.connect()])
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await other.query('begin; lock table sample in access exclusive mode')
    const copying = copyIn(client, sql, empty)
    const ended = expect(copying).rejects.toBeInstanceOf(Error)
    await other.query('select pg_terminate_backend($1)', [rows[0].pid])
    await ended
  } finally {
    await other.end()
    await client.end()
    await database.drop()
  }
})
