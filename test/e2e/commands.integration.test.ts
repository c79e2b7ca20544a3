/** The command line against a whole product: what people and scripts rely on. */
import { copyFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli, startCli } from '#test/fixtures/cli.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'
import type { Node } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()

/** y = 2 x + 1 with one row missing; hourly. */
const csv =
  'time;x;y\n' +
  [1, 2, 3, 4, 5, 6].map((x) => `2024-01-01 0${x}:00;${x},5;${x === 4 ? '' : `${2 * x + 2},0`}`).join('\n') +
  '\n'

function regression(name: string): string {
  writeFileSync(join(workshop.folder, 'line.csv'), csv)
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
  return workshop.pipeline(name, nodes, wires)
}

test(
  'one JSON document; equal results have equal text, computed or reused',
  { timeout: 120_000 },
  async () => {
    const path = regression('line')
    const first = await workshop.ecoki(
      'run',
      path,
      '--json',
      '--output',
      `file=${join(workshop.folder, 'copied.csv')}`,
    )
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

    const lines = readFileSync(join(workshop.folder, 'copied.csv'), 'utf8').trim().split('\n')
    const column = lines[0].split(/[;,]/).indexOf('y_predicted')
    const predicted = lines.slice(1).map((line) => Number(line.split(/[;,]/)[column]))
    predicted.forEach((value, index) => expect(value).toBeCloseTo(2 * (index + 1.5) + 1, 9))

    const again = JSON.parse((await workshop.ecoki('run', path, '--json')).stdout)
    expect(again.run).not.toBe(document.run)
    expect(again.steps.slice(0, 3).map((step: { reused: boolean }) => step.reused)).toEqual([
      true,
      true,
      true,
    ])
    expect(JSON.stringify(again.outputs)).toBe(JSON.stringify(document.outputs))

    const fresh = JSON.parse((await workshop.ecoki('rerun', document.run, '--fresh', '--json')).stdout)
    expect(fresh.steps.some((step: { reused: boolean }) => step.reused)).toBe(false)
    expect(JSON.stringify(fresh.outputs)).toBe(JSON.stringify(document.outputs))
    expect(fresh.planHash).toBe(document.planHash)

    const from = JSON.parse(
      (await workshop.ecoki('rerun', document.run, '--from', 'predict', '--json')).stdout,
    )
    expect(JSON.stringify(from.outputs)).toBe(JSON.stringify(document.outputs))
  },
)

test('the same bytes under another name and path are not read again', { timeout: 60_000 }, async () => {
  const path = regression('renamed')
  await workshop.ecoki('run', path, '--json')
  copyFileSync(join(workshop.folder, 'line.csv'), join(workshop.folder, 'other name.csv'))
  const run = JSON.parse(
    (
      await workshop.ecoki(
        'run',
        path,
        '--json',
        '--input',
        `read=${join(workshop.folder, 'other name.csv')}`,
      )
    ).stdout,
  )
  expect(run.steps[0]).toMatchObject({ node: 'read', reused: true })
})

test('a model carries its chain from the reader on', async () => {
  const { rows } = await workshop.pool.query<{ chain: string }>(
    `select outputs->'model'->>'chain' as chain from step where node = 'fit' and status = 'done' limit 1`,
  )
  const { hash } = { hash: rows[0].chain }
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  const file = join(workshop.product.dataDir, 'store', 'objects', hash.slice(0, 2), hash.slice(2))
  expect(JSON.parse(readFileSync(file, 'utf8')).nodes.map((node: Node) => node.block)).toEqual([
    'read-csv',
    'linear-regression-fit',
  ])
})

test('a mistake starts nothing and lists all problems', { timeout: 60_000 }, async () => {
  const path = workshop.pipeline(
    'wrong',
    [
      { id: 'read', block: 'read-csv', config: { file: 'not-there.csv' } },
      { id: 'lag', block: 'lag', config: { lags: [0] } },
      { id: 'what', block: 'no-such-block' },
    ],
    ['read.table>lag.table', 'lag.table>nowhere.table'],
  )
  const before = await workshop.pool.query('select count(*) from run')
  const { code, stdout } = await workshop.ecoki('run', path, '--json')
  expect(code).toBe(2)
  const { status, issues } = JSON.parse(stdout)
  expect(status).toBe('invalid')
  const codes = issues.map((issue: { code: string; node?: string }) =>
    `${issue.code} ${issue.node ?? ''}`.trim(),
  )
  for (const expected of ['file-missing read', 'config-field lag', 'block-unknown what'])
    expect(codes).toContain(expected)
  expect(codes.some((text: string) => text.startsWith('edge-no-node'))).toBe(true)
  expect((await workshop.pool.query('select count(*) from run')).rows).toEqual(before.rows)
  expect((await workshop.ecoki('validate', path)).code).toBe(2)
})

const slow = (name: string, seed: number) =>
  workshop.pipeline(
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
    const call = startCli(workshop.product.dataDir, ['run', slow('slow', 1)])
    let runId = ''
    await waitFor('a step runs', async () => {
      const { rows } = await workshop.pool.query(`select run_id from attempt where status = 'running'`)
      runId = rows[0]?.run_id ?? ''
      return runId !== ''
    })
    call.process.kill('SIGINT')
    const { code, stderr } = await call.result
    expect(code).toBe(130)
    expect(stderr).toContain(`npx ecoki cancel ${runId}`)
    expect((await workshop.pool.query('select status from run where id = $1', [runId])).rows).toEqual([
      { status: 'running' },
    ])

    const begin = Date.now()
    expect((await workshop.ecoki('cancel', runId)).code).toBe(0)
    const asked = Date.now()
    await waitFor('the run is cancelled', async () => {
      const { rows } = await workshop.pool.query('select status from run where id = $1', [runId])
      return rows[0].status === 'cancelled'
    })
    expect(Date.now() - asked, `asked after ${asked - begin} ms`).toBeLessThan(2_000)
    const { rows } = await workshop.pool.query('select distinct status from step where run_id = $1', [runId])
    expect(rows).toEqual([{ status: 'cancelled' }])
    expect((await workshop.ecoki('show', runId, '--follow')).code).toBe(4)
    expect((await workshop.ecoki('cancel', runId)).code).toBe(2)
  },
)

test('two runs that want the same step compute it once', { timeout: 120_000 }, async () => {
  const path = workshop.pipeline(
    'shared',
    [{ id: 'sim', block: 'simulated-history', config: { days: 400, step: '1 min', seed: 77 } }],
    [],
  )
  const runs = await Promise.all([1, 2, 3].map(() => workshop.ecoki('run', path, '--json')))
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
    const { code, stderr } = await workshop.ecoki(...command)
    expect(code, command.join(' ')).toBe(2)
    expect(stderr).toContain(unknown)
  }
})

test('a table is exported as CSV and Parquet', { timeout: 60_000 }, async () => {
  const run = JSON.parse((await workshop.ecoki('run', regression('exported'), '--json')).stdout)
  for (const name of ['table.csv', 'table.parquet']) {
    const { code, stderr } = await workshop.ecoki(
      'export',
      run.run,
      'predict.table',
      join(workshop.folder, name),
    )
    expect(code, stderr).toBe(0)
  }
  expect(readFileSync(join(workshop.folder, 'table.csv'), 'utf8')).toContain('y_predicted')
  expect(readFileSync(join(workshop.folder, 'table.parquet')).subarray(0, 4).toString()).toBe('PAR1')
})

test('where nothing runs, a command says what to do', async () => {
  const nowhere = mkdtempSync(join(workshop.folder, 'nowhere-'))
  const { code, stderr } = await runCli(nowhere, 'runs')
  expect(code).toBe(3)
  expect(stderr).toContain('npm start')
})

test('a run keeps the file it was pinned to', async () => {
  const run = JSON.parse((await workshop.ecoki('run', regression('pinned'), '--json')).stdout)
  const { rows } = await workshop.pool.query(
    `select node from object_reference
     where run_id = $1 and hash = (select document->'nodes'->0->'config'->'file'->>'hash' from run where id = $1)`,
    [run.run],
  )
  expect(rows).toEqual([{ node: 'read' }])
})

test('exported files can be written over', { timeout: 60_000 }, async () => {
  const run = JSON.parse((await workshop.ecoki('run', regression('twice'), '--json')).stdout)
  const path = join(workshop.folder, 'twice.csv')
  for (let time = 0; time < 2; time++)
    expect((await workshop.ecoki('export', run.run, 'predict.table', path)).code).toBe(0)
  expect(statSync(path).mode & 0o200).toBe(0o200)
})
