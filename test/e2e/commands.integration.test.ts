/** The command line against a whole product: what people and scripts rely on. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '#api/app.ts'
import { runCli, startCli } from '#test/fixtures/cli.ts'
import { startProduct, waitFor } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'

let product: TestProduct
let pool: pg.Pool
let folder: string

beforeAll(async () => {
  product = await startProduct()
  pool = new pg.Pool({ connectionString: product.instance().databaseUrl, max: 2 })
  folder = mkdtempSync(join(tmpdir(), 'ecoki-e2e-'))
}, 180_000)

afterAll(async () => {
  await pool?.end()
  await product?.remove()
  if (folder) rmSync(folder, { recursive: true, force: true })
}, 60_000)

const ecoki = (...args: string[]) => runCli(product.dataDir, ...args)

interface Node {
  id: string
  block: string
  config?: object
}

/** Writes a pipeline of nodes and wires `a.port>b.port`, and returns its path. */
function pipeline(name: string, nodes: Node[], wires: string[]): string {
  const edges = wires.map((wire) => {
    const [from, to] = wire.split('>').map((end) => ({ node: end.split('.')[0], port: end.split('.')[1] }))
    return { from, to }
  })
  const document = { ecoki: 1, id: name, name, nodes: nodes.map((node) => ({ version: 1, ...node })), edges }
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify(document))
  return path
}

/** y = 2 x + 1 with one row missing; hourly. */
const csv =
  'time;x;y\n' +
  [1, 2, 3, 4, 5, 6].map((x) => `2024-01-01 0${x}:00;${x},5;${x === 4 ? '' : `${2 * x + 2},0`}`).join('\n') +
  '\n'

function regression(name: string): string {
  writeFileSync(join(folder, 'line.csv'), csv)
  const nodes: Node[] = [
    { id: 'read', block: 'read-csv', config: { file: 'line.csv', zone: 'UTC' } },
    { id: 'fit', block: 'linear-regression-fit', config: { target: 'y', features: ['x'] } },
    { id: 'predict', block: 'linear-regression-predict' },
    { id: 'file', block: 'write-csv', config: { fileName: 'out.csv' } },
  ]
  const wires = [
    'read.table>fit.table',
    'read.table>predict.table',
    'fit.model>predict.model',
    'predict.table>file.table',
  ]
  return pipeline(name, nodes, wires)
}

test(
  'one JSON document; equal results have equal text, computed or reused',
  { timeout: 120_000 },
  async () => {
    const path = regression('line')
    const first = await ecoki('run', path, '--json', '--output', `file=${join(folder, 'copied.csv')}`)
    expect(first.stderr).toBe('')
    expect(first.code).toBe(0)
    const document = JSON.parse(first.stdout)
    expect(Object.keys(document)).toEqual([
      'run',
      'status',
      'pipeline',
      'planHash',
      'durationMs',
      'steps',
      'outputs',
      'issues',
    ])
    expect(document.status).toBe('done')
    expect(document.steps.map((step: { node: string; reused: boolean }) => [step.node, step.reused])).toEqual([
    ['read', false], ['fit', false], ['predict', false], ['file', false],
  ]) // prettier-ignore
    expect(Object.keys(document.outputs.predict.table).sort()).toEqual(['bytes', 'hash', 'rows', 'schema'])

    const lines = readFileSync(join(folder, 'copied.csv'), 'utf8').trim().split('\n')
    const column = lines[0].split(/[;,]/).indexOf('y_predicted')
    const predicted = lines.slice(1).map((line) => Number(line.split(/[;,]/)[column]))
    predicted.forEach((value, index) => expect(value).toBeCloseTo(2 * (index + 1.5) + 1, 9))

    const again = JSON.parse((await ecoki('run', path, '--json')).stdout)
    expect(again.run).not.toBe(document.run)
    expect(again.steps.slice(0, 3).map((step: { reused: boolean }) => step.reused)).toEqual([
      true,
      true,
      true,
    ])
    expect(JSON.stringify(again.outputs)).toBe(JSON.stringify(document.outputs))

    const fresh = JSON.parse((await ecoki('rerun', document.run, '--fresh', '--json')).stdout)
    expect(fresh.steps.some((step: { reused: boolean }) => step.reused)).toBe(false)
    expect(JSON.stringify(fresh.outputs)).toBe(JSON.stringify(document.outputs))
    expect(fresh.planHash).toBe(document.planHash)

    const from = JSON.parse((await ecoki('rerun', document.run, '--from', 'predict', '--json')).stdout)
    expect(JSON.stringify(from.outputs)).toBe(JSON.stringify(document.outputs))
  },
)

test('the same bytes under another name and path are not read again', { timeout: 60_000 }, async () => {
  const path = regression('renamed')
  await ecoki('run', path, '--json')
  copyFileSync(join(folder, 'line.csv'), join(folder, 'other name.csv'))
  const run = JSON.parse(
    (await ecoki('run', path, '--json', '--input', `read=${join(folder, 'other name.csv')}`)).stdout,
  )
  expect(run.steps[0]).toMatchObject({ node: 'read', reused: true })
})

test('a model carries its chain from the reader on', async () => {
  const { rows } = await pool.query<{ chain: string }>(
    `select outputs->'model'->>'chain' as chain from step where node = 'fit' and status = 'done' limit 1`,
  )
  const { hash } = { hash: rows[0].chain }
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  const file = join(product.dataDir, 'store', 'objects', hash.slice(0, 2), hash.slice(2))
  expect(JSON.parse(readFileSync(file, 'utf8')).nodes.map((node: Node) => node.block)).toEqual([
    'read-csv',
    'linear-regression-fit',
  ])
})

test('a mistake starts nothing and lists all problems', { timeout: 60_000 }, async () => {
  const path = pipeline(
    'wrong',
    [
      { id: 'read', block: 'read-csv', config: { file: 'not-there.csv' } },
      { id: 'lag', block: 'lag', config: { lags: [0] } },
      { id: 'what', block: 'no-such-block' },
    ],
    ['read.table>lag.table', 'lag.table>nowhere.table'],
  )
  const before = await pool.query('select count(*) from run')
  const { code, stdout } = await ecoki('run', path, '--json')
  expect(code).toBe(2)
  const { status, issues } = JSON.parse(stdout)
  expect(status).toBe('invalid')
  const codes = issues.map((issue: { code: string; node?: string }) =>
    `${issue.code} ${issue.node ?? ''}`.trim(),
  )
  for (const expected of ['file-missing read', 'config-field lag', 'block-unknown what'])
    expect(codes).toContain(expected)
  expect(codes.some((text: string) => text.startsWith('edge-no-node'))).toBe(true)
  expect((await pool.query('select count(*) from run')).rows).toEqual(before.rows)
  expect((await ecoki('validate', path)).code).toBe(2)
})

const slow = (name: string, seed: number) =>
  pipeline(
    name,
    [
      { id: 'sim', block: 'simulated-history', config: { days: 3_000, step: '1 min', seed } },
      { id: 'roll', block: 'rolling-statistics', config: { window: '2 d', statistics: ['median'] } },
    ],
    ['sim.table>roll.table'],
  )

test(
  'Ctrl+C leaves the run going; cancel stops a running block within 2 s',
  { timeout: 120_000 },
  async () => {
    const call = startCli(product.dataDir, ['run', slow('slow', 1)])
    let runId = ''
    await waitFor('a step runs', async () => {
      const { rows } = await pool.query(`select run_id from attempt where status = 'running'`)
      runId = rows[0]?.run_id ?? ''
      return runId !== ''
    })
    call.process.kill('SIGINT')
    const { code, stderr } = await call.result
    expect(code).toBe(130)
    expect(stderr).toContain(`npx ecoki cancel ${runId}`)
    expect((await pool.query('select status from run where id = $1', [runId])).rows).toEqual([
      { status: 'running' },
    ])

    const begin = Date.now()
    expect((await ecoki('cancel', runId)).code).toBe(0)
    const asked = Date.now()
    await waitFor('the run is cancelled', async () => {
      const { rows } = await pool.query('select status from run where id = $1', [runId])
      return rows[0].status === 'cancelled'
    })
    expect(Date.now() - asked, `asked after ${asked - begin} ms`).toBeLessThan(2_000)
    const { rows } = await pool.query('select distinct status from step where run_id = $1', [runId])
    expect(rows).toEqual([{ status: 'cancelled' }])
    expect((await ecoki('show', runId, '--follow')).code).toBe(4)
    expect((await ecoki('cancel', runId)).code).toBe(2)
  },
)

test('two runs that want the same step compute it once', { timeout: 120_000 }, async () => {
  const path = pipeline(
    'shared',
    [{ id: 'sim', block: 'simulated-history', config: { days: 400, step: '1 min', seed: 77 } }],
    [],
  )
  const runs = await Promise.all([1, 2, 3].map(() => ecoki('run', path, '--json')))
  const steps = runs.map(({ stdout }) => JSON.parse(stdout).steps[0])
  expect(steps.map((step) => step.status).sort()).toEqual(['done', 'reused', 'reused'])
})

test('a node of another run or a run that is not there is refused in words', async () => {
  const unknown = '00000000-0000-7000-8000-00000000dead'
  for (const command of [
    ['show', unknown],
    ['cancel', unknown],
    ['rerun', unknown],
    ['export', unknown, 'a.b', 'x.csv'],
  ]) {
    const { code, stderr } = await ecoki(...command)
    expect(code, command.join(' ')).toBe(2)
    expect(stderr).toContain(unknown)
  }
})

test('a table is exported as CSV and Parquet', { timeout: 60_000 }, async () => {
  const run = JSON.parse((await ecoki('run', regression('exported'), '--json')).stdout)
  for (const name of ['table.csv', 'table.parquet']) {
    const { code, stderr } = await ecoki('export', run.run, 'predict.table', join(folder, name))
    expect(code, stderr).toBe(0)
  }
  expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toContain('y_predicted')
  expect(readFileSync(join(folder, 'table.parquet')).subarray(0, 4).toString()).toBe('PAR1')
})

test('where nothing runs, a command says what to do', async () => {
  const nowhere = mkdtempSync(join(folder, 'nowhere-'))
  const { code, stderr } = await runCli(nowhere, 'runs')
  expect(code).toBe(3)
  expect(stderr).toContain('npm start')
})

test('a run keeps the file it was pinned to', async () => {
  const run = JSON.parse((await ecoki('run', regression('pinned'), '--json')).stdout)
  const { rows } = await pool.query(
    `select node from object_reference
     where run_id = $1 and hash = (select document->'nodes'->0->'config'->'file'->>'hash' from run where id = $1)`,
    [run.run],
  )
  expect(rows).toEqual([{ node: 'read' }])
})

test('a plan of several pages runs to its end in several histories', { timeout: 240_000 }, async () => {
  const width = 900
  const nodes: Node[] = [{ id: 'sim', block: 'simulated-history', config: { days: 2 } }]
  const wires: string[] = []
  for (let i = 0; i < width; i++) {
    nodes.push({ id: `n${i}`, block: 'select', config: {} })
    wires.push(`${i < 5 ? 'sim' : `n${i - 5}`}.table>n${i}.table`)
  }
  const run = JSON.parse((await ecoki('run', pipeline('wide', nodes, wires), '--json')).stdout)
  expect(run.status).toBe('done')
  expect(run.steps).toHaveLength(width + 1)
  const hashes = new Set(
    Object.values(run.outputs).map((ports) => (ports as { table: { hash: string } }).table.hash),
  )
  expect(hashes.size).toBe(1)
  const app = openApp(product.instance())
  try {
    const handle = (await app.engine()).workflow.getHandle(run.run)
    const { raw } = await handle.describe()
    const first = raw.workflowExecutionInfo?.firstRunId
    expect(first).toBeTruthy()
    expect(raw.workflowExecutionInfo?.execution?.runId).not.toBe(first)
    expect(Number(raw.workflowExecutionInfo?.historyLength)).toBeLessThan(10_000)
  } finally {
    await app.close()
  }
})

test(
  'a block that no running worker knows is told before the run waits for it',
  { timeout: 60_000 },
  async () => {
    const path = pipeline('waits', [{ id: 'sim', block: 'simulated-history', config: { days: 2 } }], [])
    const { rows } = await pool.query<{ blocks: string[] }>('select blocks from worker')
    await pool.query(`update worker set blocks = array_remove(blocks, 'simulated-history@1')`)
    try {
      const run = JSON.parse((await ecoki('run', path, '--json')).stdout)
      const codes = run.issues.map(
        (issue: { code: string; severity: string }) => `${issue.severity} ${issue.code}`,
      )
      expect(codes).toContain('warning worker-lacks-block')
    } finally {
      await pool.query('update worker set blocks = $1', [rows[0].blocks])
    }
  },
)

test('exported files can be written over', { timeout: 60_000 }, async () => {
  const run = JSON.parse((await ecoki('run', regression('twice'), '--json')).stdout)
  const path = join(folder, 'twice.csv')
  for (let time = 0; time < 2; time++)
    expect((await ecoki('export', run.run, 'predict.table', path)).code).toBe(0)
  expect(statSync(path).mode & 0o200).toBe(0o200)
})
