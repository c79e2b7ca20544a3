import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { appRouter } from '#api/root.ts'
import { newSecret } from '#api/auth/secrets.ts'
import { offerSetup } from '#api/use-cases/accounts/links.ts'
import { verifyAudit } from '#api/use-cases/verify-audit.ts'
import { openListeningGateway } from '../fixtures/listening-gateway.ts'
import type { ListeningGateway } from '../fixtures/listening-gateway.ts'
import { malformedInputs } from './inputs.ts'

const perProcedure = 60

interface Definition {
  _def: { inputs: z.ZodType[]; type: 'query' | 'mutation' | 'subscription' }
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Definition>)

let gateway: ListeningGateway
let pool: pg.Pool
let cookie: string

beforeAll(async () => {
  const limits = { perAddress: 1e6, perCaller: 1e6, perStranger: 1e6, windowS: 600, atOnce: 200 }
  gateway = await openListeningGateway({ limits })
  pool = new pg.Pool({ connectionString: gateway.databaseUrl, max: 2 })
  cookie = await signInAsEverything()
})
afterAll(async () => {
  await pool?.end()
  await gateway?.close()
})

/** An administrator who is admin of the project, too: nobody's rights keep the inputs from being looked at. */
async function signInAsEverything(): Promise<string> {
  const secret = newSecret()
  await offerSetup(gateway.app, secret)
  const person = {
    secret,
    name: 'Root',
    email: 'root@plant.example',
    password: 'a heron stands in the basin',
  }
  const answer = await gateway.post('/trpc/session.acceptLink', person)
  await pool.query(
    `insert into membership (user_id, project_id, role) select id, $1, 'admin' from app_user
     on conflict (user_id, project_id) do update set role = 'admin'`,
    [gateway.app.projectId],
  )
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function send(path: string, type: string, text: string): Promise<{ status: number; text: string }> {
  const isStream = type === 'subscription'
  const address = `${gateway.url}/trpc/${path}${isStream ? `?input=${encodeURIComponent(text.slice(0, 4_000))}` : ''}`
  const response = await fetch(address, {
    method: isStream ? 'GET' : 'POST',
    headers: { cookie, origin: gateway.url, ...(!isStream && { 'content-type': 'application/json' }) },
    ...(!isStream && { body: text }),
    signal: AbortSignal.timeout(20_000),
  })
  return { status: response.status, text: await response.text() }
}

/** A few at a time. */
async function eachOf<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
  }
  await Promise.all(Array.from({ length: 6 }, worker))
}

/** Rows of every table that a refusal may not touch. */
async function countRows(): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'
       and tablename not in ('audit', 'refusal_count') order by 1`,
  )
  const counts = rows.map(async ({ name }) => {
    const { rows: counted } = await pool.query<{ count: string }>(`select count(*) from ${name}`)
    return [name, counted[0].count] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

const leaks =
  /node_modules|\bat \w+ \(|file:\/\/|\.ts:\d|select .* from|insert into|syntax error at|\/tmp\/|relation "/i

describe('malformed inputs', () => {
  it('reach every procedure', async () => {
    expect(procedures.length).toBeGreaterThan(60)
    expect((await gateway.post('/trpc/session.state', {})).status).toBe(200)
    expect(JSON.parse((await send('audit.listAll', 'query', '{}')).text)).toHaveProperty('result')
    const list = JSON.stringify({ projectId: gateway.app.projectId })
    expect(JSON.parse((await send('audit.list', 'query', list)).text)).toHaveProperty('result')
  })

  it.each(procedures)(
    'of %s are refused, and nothing of them is kept',
    async (path, { _def }) => {
      const known = {
        projectId: gateway.app.projectId,
        document: { ecoki: 1, id: 'p', name: 'P', nodes: [], edges: [] },
      }
      const inputs = malformedInputs({
        schema: _def.inputs[0],
        type: _def.type,
        known,
        count: perProcedure,
        seed: 4711,
      })
      expect(inputs.length).toBeGreaterThanOrEqual(50)
      const before = await countRows()
      const codes: (string | undefined)[] = []
      await eachOf(inputs, async (input) => {
        const answer = await send(path, _def.type, input)
        const shown = `${path} ${input.slice(0, 300)} -> ${answer.status} ${answer.text.slice(0, 500)}`
        // 404: it does not name the project.
        if (_def.type !== 'subscription') expect([400, 404, 413], shown).toContain(answer.status)
        expect(answer.status, shown).toBeLessThan(500)
        expect(answer.text, shown).not.toMatch(leaks)
        expect(answer.text.length, shown).toBeLessThan(30_000)
        codes.push(/"code":"([a-z-]+)"/.exec(answer.text)?.[1])
      })
      expect(codes.filter((code) => code === 'input-invalid').length).toBeGreaterThanOrEqual(10)
      expect(await countRows()).toEqual(before)
    },
    60_000,
  )

  it('are all on record, in a chain that holds', async () => {
    const { rows } = await pool.query<{ actions: string }>(
      `select count(distinct action) as actions from audit where result in ('input-invalid', 'json-malformed')`,
    )
    expect(Number(rows[0].actions)).toBeGreaterThanOrEqual(procedures.length - 1)
    const { problems } = await verifyAudit(gateway.app.pool, '/nonexistent')
    expect(problems.map(({ kind }) => kind)).toEqual(['no-file'])
  })
})
