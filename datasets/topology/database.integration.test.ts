import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '#test/fixtures/database.ts'
import { makePrisma } from '../database.ts'
import { DatabaseTopology } from './database.ts'
import { describeTopology, documentNamed } from './topology-contract.ts'

const projectId = '00000000-0000-7000-8000-000000000001'

async function open() {
  const database = await createTestDatabase()
  const prisma = makePrisma(database.url)
  const close = async () => {
    await prisma.$disconnect()
    await database.drop()
  }
  return { url: database.url, prisma, topology: new DatabaseTopology(prisma, projectId), close }
}

describeTopology('DatabaseTopology', open)

it('keeps projects apart', async () => {
  const { url, prisma, topology, close } = await open()
  const other = randomUUID()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('insert into project (id, name) values ($1, $2)', [other, 'other'])
  await client.end()
  await topology.save(documentNamed('p', 'mine'))
  const theirs = new DatabaseTopology(prisma, other)
  expect(await theirs.list()).toEqual([])
  await expect(theirs.load('p')).rejects.toMatchObject({ code: 'pipeline-missing' })
  expect(await theirs.save(documentNamed('p', 'theirs'), 0)).toBe(1)
  expect((await topology.load('p')).document.name).toBe('mine')
  await close()
})
