/** Programs of others: what docs/programs.md shows runs, beside nothing but a copy of the client. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { createClient } from '#client/index.ts'
import type { Client } from '#client/index.ts'
import { checkoutDirectory } from '#config/directories.ts'
import { startCli } from '#test/fixtures/cli.ts'
import { httpGateway } from '#test/fixtures/http-gateway.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()
let access: { url: string; token: string }
let ecoki: Client
beforeAll(() => {
  const { url, token } = httpGateway(workshop.product)
  access = { url, token }
  ecoki = createClient(access)
})

const simulation = (seed: number) => ({
  ...{ ecoki: 1 as const, id: 'sim', name: 'Sim' },
  nodes: [{ id: 'sim', block: 'simulated-history', version: 1, config: { days: 2, seed } }],
})

test('the program of the documentation runs', { timeout: 60_000 }, async () => {
  const page = readFileSync(join(checkoutDirectory, 'docs', 'programs.md'), 'utf8')
  const [, source] = /```ts\n(.*?)```/s.exec(page) ?? []
  const folder = mkdtempSync(join(workshop.folder, 'program-'))
  cpSync(join(checkoutDirectory, 'client'), join(folder, 'client'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'program.ts'), source)
  const { stdout, stderr, exitCode } = await execa(process.execPath, ['program.ts'], {
    ...{ cwd: folder, reject: false },
    env: { ECOKI_URL: access.url, ECOKI_TOKEN: access.token, FORCE_COLOR: '0' },
  })
  expect(exitCode, stderr).toBe(0)
  expect(stdout).toMatch(/read (done|reused) 2/)
  const start = Date.UTC(2024, 0, 1) * 1_000
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    `done [ 'time', 'energy' ] [ [ ${start}, 1.5 ], [ ${start + 3_600_000_000}, 2.5 ] ]`,
  )
  expect(readFileSync(join(folder, 'meter.parquet')).subarray(0, 4).toString()).toBe('PAR1')
})

test('a program follows a run from its start to its end', { timeout: 60_000 }, async () => {
  const run = await ecoki.runs.start({ document: simulation(41), fresh: true })
  const told: string[] = []
  for await (const event of run.events()) if ('status' in event) told.push(`${event.kind} ${event.status}`)
  expect(told[0]).toMatch(/^state /)
  expect(told.at(-1)).toMatch(/^(run|state) done$/)
  const result = await run.result()
  expect(result).toMatchObject({ run: run.id, status: 'done', steps: [{ node: 'sim', rows: 48 }] })
  const again = await ecoki.runs.rerun(run.id, { fresh: true })
  expect((await again.result()).outputs).toEqual(result.outputs)
  await ecoki.runs.delete(again.id)
  await expect(ecoki.runs.get(again.id)).rejects.toMatchObject({ code: 'run-unknown', status: 404 })
  expect((await ecoki.runs.list({ pipeline: 'sim' })).items.map((one) => one.run)).toContain(run.id)
})

test('a program keeps, checks and finds pipelines', async () => {
  const document = { ...simulation(42), id: 'kept', name: 'Kept' }
  const saved = await ecoki.pipelines.save({ document, expectedRevision: 0 })
  expect(saved).toMatchObject({ id: 'kept', revision: 1, nodes: 1 })
  await expect(
    ecoki.pipelines.save({ document: { ...document, name: 'Other' }, expectedRevision: 0 }),
  ).rejects.toMatchObject({ code: 'revision-conflict', status: 409 })
  expect((await ecoki.pipelines.get('kept')).document.nodes).toEqual(document.nodes)
  const wrong = { ...document, nodes: [{ id: 'x', block: 'no-such-block', version: 1 }] }
  expect((await ecoki.pipelines.check({ document: wrong })).map(({ code }) => code)).toContain(
    'block-unknown',
  )
  const { planHash, issues } = await ecoki.pipelines.validate({ document: wrong })
  expect([planHash, issues.map(({ code }) => code)]).toEqual([undefined, ['block-unknown']])
  await expect(ecoki.runs.start({ document: wrong })).rejects.toMatchObject({ code: 'pipeline-invalid' })
  expect((await ecoki.blocks.catalog()).map(({ key }) => key)).toContain('read-csv@1')
})

const nowhere = () => mkdtempSync(join(workshop.folder, 'nowhere-'))

test('commands go to the gateway that is named, and bring a file once', { timeout: 60_000 }, async () => {
  writeFileSync(join(workshop.folder, 'here.csv'), 'time;x\n2024-01-01 00:00;1\n2024-01-01 01:00;2\n')
  const config = { file: 'here.csv', zone: 'UTC' }
  const path = workshop.pipeline('elsewhere', [{ id: 'read', block: 'read-csv', config }], [])
  const env = { ECOKI_URL: access.url, ECOKI_TOKEN: access.token }
  for (let time = 0; time < 2; time++) {
    const { code, stdout, stderr } = await startCli(nowhere(), ['run', path, '--json'], env).result
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'done', steps: [{ node: 'read', rows: 2 }] })
  }
  const { rows } = await workshop.pool.query(`select actor_kind from audit where action = 'file.upload'
    and after_hash = (select hash from upload where name = 'here.csv')`)
  expect(rows).toEqual([{ actor_kind: 'system' }])
})

test('where the named gateway does not answer, or not to this token, a command says so', async () => {
  const away = {
    ECOKI_URL: 'http://127.0.0.1:1',
    ECOKI_TOKEN: 'x',
    ECOKI_PROJECT: '00000000-0000-7000-8000-000000000001',
  }
  const silent = await startCli(nowhere(), ['runs'], away).result
  expect(silent).toMatchObject({ code: 3, stdout: '' })
  expect(silent.stderr).toContain('http://127.0.0.1:1')
  const wrong = { ECOKI_URL: access.url, ECOKI_TOKEN: 'wrong' }
  expect(await startCli(nowhere(), ['runs'], wrong).result).toMatchObject({ code: 2, stdout: '' })
  const without = await startCli(nowhere(), ['runs'], { ECOKI_URL: access.url }).result
  expect(without.code).toBe(2)
  expect(without.stderr).toContain('ECOKI_TOKEN')
})
