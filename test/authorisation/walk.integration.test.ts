import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissions } from '#api/permissions.ts'
import { appRouter } from '#api/root.ts'
import { openGatewayServer } from '../fixtures/gateway-server.ts'
import type { Answer, GatewayServer } from '../fixtures/gateway-server.ts'
import { makeCallers } from './callers.ts'
import type { WalkCaller } from './callers.ts'
import type { Case } from './case.ts'
import { cases } from './cases.ts'
import { expectedRefusal, statusOf } from './expected.ts'
import type { Target } from './expected.ts'
import { makePlace } from './place.ts'
import type { Place } from './place.ts'

const unlimited = { perAddress: 1e9, perCaller: 1e9, perStranger: 1e9, windowS: 10, atOnce: 1_000 }
let gateway: GatewayServer
let own: Place
let other: Place
let callers: WalkCaller[]

beforeAll(async () => {
  gateway = await openGatewayServer({ limits: unlimited })
  own = await makePlace(gateway.app, 'ownwords')
  other = await makePlace(gateway.app, 'foreignwords')
  callers = await makeCallers(gateway, own.projectId)
})
afterAll(() => gateway?.close())

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
).map(([path, { _def }]) => ({ path, type: _def.type }))

describe('the authorisation table', () => {
  it('has a case for every procedure, and no case without one', () => {
    const paths = procedures.map(({ path }) => path)
    const missing = paths.filter((path) => !Object.hasOwn(cases, path))
    expect(missing, `Add a case to test/authorisation/cases/ for: ${missing.join(', ')}`).toEqual([])
    expect(Object.keys(cases).filter((path) => !paths.includes(path))).toEqual([])
  })

  it('lets no viewer and no reading token change anything in a project', () => {
    const open = procedures.filter(({ path, type }) => {
      const permission = permissions[path]
      const isWeak =
        permission.scope === 'project' && (permission.role === 'viewer' || permission.token === 'read')
      return type === 'mutation' && isWeak
    })
    expect(open).toEqual([])
  })
})

describe.each(procedures.filter(({ path }) => Object.hasOwn(cases, path)))('$path', ({ path, type }) => {
  const entry = cases[path]
  const { ids: idsOf, foreign: foreignOf } = entry
  const permission = permissions[path]
  const targets: Target[] = permission.scope === 'project' ? ['own', 'other', 'nowhere'] : ['own']

  it.each(targets)('is for those whom the table names: %s project', async (target) => {
    for (const caller of callers) {
      const place = target === 'other' ? other : own
      const input = await entry.input(place, caller)
      const asked = target === 'nowhere' ? { ...(input as object), projectId: randomUUID() } : input
      await caller.credential()
      const before = await countChanges()
      const answer = await call(caller, asked)
      if (type === 'mutation') expectRows((await countChanges()) - before, { caller, answer })
      expectAnswer(answer, { caller, refusal: expectedRefusal(permission, caller, target) })
    }
  })

  if (idsOf)
    it('says of objects that are not there, deleted or of another project, the same', async () => {
      for (const caller of callers.filter((one) => expectedRefusal(permission, one, 'own') === undefined)) {
        const valid = (await entry.input(own, caller)) as Record<string, unknown>
        const [ids, foreign] = [await idsOf(own), await idsOf(other)]
        for (const field of Object.keys(ids)) {
          const absent = await call(caller, { ...valid, [field]: nowhere(ids[field]) })
          expect(absent.status, `${caller.name} asks for ${field} that is not there: ${absent.body}`).toBe(
            404,
          )
          if (permission.scope === 'system') continue
          const stolen = await call(caller, { ...valid, [field]: foreign[field] })
          expect(stolen.status, `${caller.name} asks for a foreign ${field}: ${stolen.body}`).toBe(404)
          expect(stolen.code).toBe(absent.code)
          expect(stolen.body).not.toContain(other.canary)
        }
      }
    })

  if (foreignOf)
    it('does not reach what belongs to others', async () => {
      for (const caller of callers.filter((one) => expectedRefusal(permission, one, 'own') === undefined))
        for (const input of await foreignOf(own, other, caller)) {
          const answer = await call(caller, input)
          expect(answer.status, `${caller.name}: ${answer.body}`).toBe(404)
          expect(answer.body).not.toContain(other.canary)
        }
    })

  async function call(caller: WalkCaller, input: unknown): Promise<Answer> {
    const credential = await caller.credential()
    if (entry.endsSession) caller.forget()
    return gateway[type === 'subscription' ? 'subscribe' : 'call'](path, input, credential)
  }

  /** Every change is one row of the audit; what changes nothing is none. */
  function expectRows(rows: number, { caller, answer }: { caller: WalkCaller; answer: Answer }): void {
    const told = `${caller.name}: rows of the audit`
    if (answer.status !== 200) expect(rows, told).toBe(0)
    else if (entry.mayChangeNothing) expect(rows, told).toBeLessThanOrEqual(1)
    else expect(rows, told).toBe(1)
  }

  function expectAnswer(
    answer: Answer,
    { caller, refusal }: { caller: WalkCaller; refusal: string | undefined },
  ): void {
    const told = `${caller.name}: ${answer.status} ${answer.body.slice(0, 500)}`
    if (refusal !== undefined) {
      expect(answer.code, told).toBe(refusal)
      if (type !== 'subscription') expect(answer.status, told).toBe(statusOf[refusal])
    } else if (!isThrough(entry, answer)) expect([answer.status, answer.code], told).toEqual([200, undefined])
    const seesAll = permission.scope === 'system' && caller.isAdministrator
    if (!seesAll) expect(answer.body, told).not.toContain(other.canary)
  }
})

async function countChanges(): Promise<number> {
  const { rows } = await gateway.app.pool.query<{ count: number }>(
    `select count(*)::int as count from audit where result = 'done'`,
  )
  return rows[0].count
}

function isThrough({ alsoThrough = [] }: Case, { code }: Answer): boolean {
  return code !== undefined && alsoThrough.includes(code)
}

/** An identifier like the given one, of nothing. */
function nowhere(id: unknown): unknown {
  if (typeof id !== 'object' || id === null) return randomUUID()
  return Object.fromEntries(Object.entries(id).map(([key, value]) => [key, nowhere(value)]))
}
