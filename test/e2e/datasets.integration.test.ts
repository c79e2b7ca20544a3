/** A file is brought to the gateway, looked at, run, and its results are looked at and taken away. */
import { createHash, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { httpGateway } from '#test/fixtures/http-gateway.ts'
import type { HttpGateway } from '#test/fixtures/http-gateway.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()
let gateway: HttpGateway
beforeAll(() => {
  gateway = httpGateway(workshop.product)
})

/** Quarter hours of a meter: decimal commas, day first, one value missing, and text that a spreadsheet would run. */
const energies = Array.from({ length: 96 }, (_, row) => (row === 7 ? null : row / 4))
const csv =
  'Zeit;Energie;Notiz\n' +
  energies
    .map((value, row) => {
      const clock = `${String(Math.floor(row / 4)).padStart(2, '0')}:${String((row % 4) * 15).padStart(2, '0')}`
      return `17.03.2024 ${clock};${value === null ? '' : String(value).replace('.', ',')};=1+${row}`
    })
    .join('\n') +
  '\n'

async function uploadMeter(): Promise<Record<string, unknown>> {
  const { status, data } = await gateway.upload('meter.csv', csv)
  expect(status).toBe(200)
  return data
}

describe('a file', () => {
  it('is kept under the hash of its content, once however often it is brought', async () => {
    const file = await uploadMeter()
    const hash = createHash('sha256').update(csv).digest('hex')
    expect(file).toEqual({ hash, bytes: Buffer.byteLength(csv), name: 'meter.csv', mime: 'text/csv' })
    const again = await Promise.all(Array.from({ length: 8 }, () => uploadMeter()))
    for (const one of again) expect(one).toEqual(file)
    const { data } = await gateway.call('datasets.files', {})
    expect(data.filter((one: { file: { hash: string } }) => one.file.hash === hash).length).toBe(1)
    const { rows } = await workshop.pool.query(
      "select from audit where action = 'file.upload' and after_hash = $1",
      [hash],
    )
    expect(rows.length).toBe(1)
  })

  it('is shown as it would be read, before anything is saved', async () => {
    const config = { file: await uploadMeter() }
    const { status, data } = await gateway.call('datasets.preview', { block: 'read-csv', version: 1, config })
    expect(status).toBe(200)
    expect(data.config.detected.dialect).toMatchObject({ separator: ';', decimalMark: ',' })
    expect(data.page.columns).toEqual(['Zeit', 'Energie', 'Notiz'])
    expect(data.page.cells.slice(6, 9).map((cells: unknown[]) => cells[1])).toEqual([1.5, null, 2])
    expect(data.page.rows).toBe(96)
  })

  it('is read by its first lines only where it is large', async () => {
    const lines = Array.from({ length: 200_000 }, (_, row) => `${row};${row * 2}`).join('\n')
    const { data: file } = await gateway.upload('large.csv', `a;b\n${lines}\n`)
    const { data } = await gateway.call('datasets.preview', {
      ...{ block: 'read-csv', version: 1, config: { file, timeColumn: null }, rows: 3 },
    })
    expect(data.page.cells).toEqual([0, 1, 2].map((row) => [String(row), String(row * 2)]))
    expect(data.page.rows).toBeLessThan(100_000)
  })

  it('of another project is no file of this one', async () => {
    const file = { ...(await uploadMeter()), hash: 'ab'.repeat(32) }
    const preview = { block: 'read-csv', version: 1, config: { file } }
    expect(await gateway.call('datasets.preview', preview)).toMatchObject({
      status: 404,
      data: { code: 'file-unknown' },
    })
    expect((await gateway.upload('x.csv', csv, randomUUID())).status).toBe(404)
    expect((await gateway.upload('../x.csv', csv)).status).toBe(400)
  })
})

async function runMeter(): Promise<string> {
  const file = await uploadMeter()
  const document = {
    ...{ ecoki: 1, id: 'meter', name: 'Meter', mode: 'batch', parameters: {}, accepted: [] },
    nodes: [
      { id: 'read', block: 'read-csv', version: 1, config: { file, zone: 'Europe/Berlin' } },
      { id: 'chart', block: 'line-chart', version: 1, config: { columns: ['Energie'] } },
    ],
    edges: [{ from: { node: 'read', port: 'table' }, to: { node: 'chart', port: 'table' } }],
    layout: { positions: {}, notes: [], groups: [] },
  }
  const { data } = await gateway.call('runs.start', { document })
  expect(data.issues.filter((issue: { severity: string }) => issue.severity === 'error')).toEqual([])
  await waitFor('the run is done', async () => {
    const { rows } = await workshop.pool.query('select status from run where id = $1', [data.run])
    return rows[0].status === 'done'
  })
  return data.run
}

describe('the data on a wire', { timeout: 60_000 }, () => {
  let run: string
  beforeAll(async () => {
    run = await runMeter()
  }, 60_000)
  const table = () => ({ run, node: 'read', port: 'table' })

  it('are paged as they are', async () => {
    const { data } = await gateway.call('datasets.page', { ...table(), offset: 6, limit: 2 })
    const utc = Date.UTC(2024, 2, 17, 0, 30) * 1_000
    expect(data.cells).toEqual([
      [utc, 1.5, '=1+6'],
      [utc + 900_000_000, null, '=1+7'],
    ])
    expect(data.rows).toBe(96)
  })

  it('are profiled', async () => {
    const { data } = await gateway.call('datasets.profile', { ...table(), column: 'Energie' })
    expect(data).toMatchObject({ rows: 96, missing: 1, min: 0, max: 23.75 })
  })

  it('are drawn with their gap', async () => {
    const { data } = await gateway.call('datasets.series', { ...table(), columns: ['Energie'] })
    expect(data.values[0].slice(6, 9)).toEqual([1.5, null, 2])
    expect(data.zone).toBe('Europe/Berlin')
  })

  it('are taken away, harmless to spreadsheet programs', async () => {
    const response = await gateway.download(run, { node: 'read', port: 'table' })
    expect(response.headers.get('content-disposition')).toContain(
      "attachment; filename*=UTF-8''read.table.csv",
    )
    const [, first] = (await response.text()).split('\n')
    expect(first).toBe("2024-03-16T23:00:00Z,0,'=1+0")
    const parquet = await gateway.download(run, { ...table(), format: 'parquet' })
    expect(
      Buffer.from(await parquet.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('PAR1')
    const report = await gateway.download(run, { node: 'chart', port: 'report' })
    expect(report.headers.get('content-type')).toBe('application/octet-stream')
  })

  it('are refused in words where they are not', async () => {
    expect(await gateway.call('datasets.page', { ...table(), node: 'none' })).toMatchObject({ status: 404 })
    expect(await gateway.call('datasets.page', { ...table(), run: randomUUID() })).toMatchObject({
      status: 404,
    })
    const chart = { run, node: 'chart', port: 'chart' }
    expect(await gateway.call('datasets.page', chart)).toMatchObject({
      status: 400,
      data: { code: 'output-no-table' },
    })
    const unknown = { ...table(), column: 'nix' }
    expect(await gateway.call('datasets.profile', unknown)).toMatchObject({
      status: 404,
      data: { code: 'column-unknown' },
    })
  })

  it('stay when the file is removed, and can be run again', async () => {
    const { data: files } = await gateway.call('datasets.files', {})
    const meter = files.find((one: { file: { name: string } }) => one.file.name === 'meter.csv')
    expect((await gateway.call('datasets.removeFile', { id: meter.id })).status).toBe(200)
    expect((await gateway.call('datasets.page', table())).status).toBe(200)
    expect((await gateway.call('datasets.removeFile', { id: meter.id })).status).toBe(404)
  })
})
