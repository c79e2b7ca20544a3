import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { personOf, useGateway } from '#test/fixtures/gateway.ts'
import { recordChange, recordRefusal } from '../audit/record.ts'

const gateway = useGateway({ temporalAddress: '127.0.0.1:1' })
const otherProject = randomUUID()

beforeAll(async () => {
  const execute = (sql: string, parameters: unknown[]) => gateway.app.pool.query(sql, parameters)
  const { actor } = personOf('Ada', 'engineer')
  const other = personOf('=HYPERLINK("http://x")', 'viewer').actor
  const { projectId } = gateway
  for (let row = 1; row <= 5; row++)
    await recordChange(
      execute,
      { actor, projectId },
      { action: 'run.start', object: { kind: 'run', id: `r${row}` } },
    )
  const refusal = {
    action: 'pipelines.save',
    object: { kind: 'pipelines', id: ' -1+1' },
    code: 'not-allowed',
  }
  await recordRefusal(execute, { actor: other, projectId }, refusal)
  await recordChange(
    execute,
    { actor, projectId: otherProject },
    { action: 'run.start', object: { kind: 'run', id: 'hidden' } },
  )
  await recordChange(
    execute,
    { actor },
    { action: 'user.invite', object: { kind: 'user', id: 'everywhere' } },
  )
})

const ids = ({ items }: { items: { objectId: string }[] }) => items.map((item) => item.objectId)

describe('the audit of a project', () => {
  const list = (filter: object = {}) =>
    gateway.as('root', 'admin').audit.list({ projectId: gateway.projectId, ...filter })

  it('is newest first, of this project only, in pages without gap or double', async () => {
    const pages: string[][] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 4, cursor })
      pages.push(ids(page))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(pages).toEqual([
      [' -1+1', 'r5', 'r4', 'r3'],
      ['r2', 'r1'],
    ])
  })

  it.each<[object, string[]]>([
    [{ result: 'refused' }, [' -1+1']],
    [{ result: 'not-allowed' }, [' -1+1']],
    [{ actor: 'ada', objectId: 'r2' }, ['r2']],
    [{ actor: 'hyperlink' }, [' -1+1']],
    [{ actor: '%' }, []],
    [{ action: 'pipelines.' }, [' -1+1']],
    [{ objectKind: 'run', result: 'refused' }, []],
    [{ to: '2000-01-01T00:00:00Z' }, []],
    [{ from: '2000-01-01T00:00:00+18:00', objectId: 'r1' }, ['r1']],
  ])('is filtered by %j', async (filter, expected) => {
    expect(ids(await list(filter))).toEqual(expected)
  })

  it('is exported with nothing that a spreadsheet program would run', async () => {
    const { csv, rows } = await gateway.as('root', 'admin').audit.export({ projectId: gateway.projectId })
    const [names, newest] = csv.split('\r\n')
    expect(rows).toBe(6)
    expect(names.split(',')[0]).toBe('seq')
    expect(newest).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(newest).toContain(`"' -1+1"`)
  })

  it.each(['viewer', 'operator', 'engineer'] as const)('is not for a %s', async (role) => {
    const { audit } = gateway.as('somebody', role)
    const { projectId } = gateway
    await expect(audit.list({ projectId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(audit.export({ projectId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(audit.listAll({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(audit.exportAll({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

it('administrators see all projects, and what belongs to none', async () => {
  const page = await gateway.as('root', 'admin').audit.listAll({ limit: 3 })
  expect(ids(page)).toEqual(['everywhere', 'hidden', ' -1+1'])
  expect((await gateway.as('root', 'admin').audit.exportAll({})).rows).toBeGreaterThanOrEqual(8)
})
