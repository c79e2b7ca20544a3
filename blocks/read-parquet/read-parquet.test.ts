import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { run as runWrite } from '#blocks/write-parquet/run.ts'
import { writeParquet } from '#blocks/write-parquet/spec.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { Table } from '#pipeline/table.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import { expectSameBits } from '#test/fixtures/check-table.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import type { LocalData } from '#test/fixtures/local-data.ts'
import { runBlock, runForTable } from '#test/fixtures/run-block.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { inspect, run } from './run.ts'
import { readParquet } from './spec.ts'

const under = { block: readParquet, run, inspect }
const writer = { block: writeParquet, run: runWrite }

async function read(local: LocalData, file: FileRef, config: object = {}): Promise<Table> {
  const frozen = await inspected(under, { file, ...config }, local.data)
  return runForTable(under, {}, frozen, { data: local.data })
}

async function write(local: LocalData, table: Table): Promise<FileRef> {
  const { outputs } = await runBlock(writer, table, {}, { data: local.data })
  if (outputs.file.type !== 'report') throw new Error('no file')
  return outputs.file.file
}

function without<T extends object>(value: T, ...keys: string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as T
}

/** What a file holds of a table: all but quality. */
function withoutQuality(table: Table): Table {
  const columns = table.schema.columns.map((column) => without(column, 'quality', 'availabilityTerms'))
  const data = table.columns.map((column) => without(column, 'quality'))
  return { ...table, schema: { ...table.schema, columns }, columns: data }
}

describe('read-parquet against Polars', () => {
  it('reads the cells that Polars wrote', async (context) => {
    const tables = seeds.map((seed) =>
      seededTable(seed, { duplicates: seed % 4 === 0, unsorted: seed % 5 === 0 }),
    )
    const script = `import base64, io
import polars as pl
def main(tables):
    out = []
    for t in tables:
        f = read_table(t).with_columns(pl.from_epoch('time', time_unit='us').dt.replace_time_zone('UTC'))
        b = io.BytesIO()
        f.write_parquet(b, row_group_size=64)
        sorted_ = read_table(t).sort('time', maintain_order=True)
        out.append({'file': base64.b64encode(b.getvalue()).decode(), 'cells': write_table(sorted_)})
    return out
`
    const written = (await runPython(context, script, tables.map(tableForPython))) as {
      file: string
      cells: Record<string, unknown[]>
    }[]
    await using local = await localData()
    for (const { file, cells } of written) {
      const pinned = await local.pin('t.parquet', Buffer.from(file, 'base64'))
      expectTable(await read(local, pinned, { timeStepsBack: 'sort' }), cells)
    }
  })

  it('reads clocks, small integers, decimals, dates and categories', async (context) => {
    const script = `import base64, io, datetime as d, decimal
import polars as pl
def main(_):
    f = pl.DataFrame({'t': [d.datetime(2018,10,28,1,30), d.datetime(2018,10,28,2,30), d.datetime(2018,10,28,2,30), d.datetime(2018,10,28,3,0)]})
    f = f.with_columns(pl.Series('u8', [1, None, 255, 0], dtype=pl.UInt8), pl.Series('f', [0.1, None, float('nan'), 2], dtype=pl.Float32),
        pl.Series('dec', [decimal.Decimal('1.25'), None, decimal.Decimal('-3.50'), decimal.Decimal('0.01')], dtype=pl.Decimal(10, 2)), pl.Series('day', [d.date(2024,2,29)]*4), pl.Series('cat', ['x','y','x',None], dtype=pl.Categorical))
    b = io.BytesIO(); f.write_parquet(b)
    return base64.b64encode(b.getvalue()).decode()
`
    await using local = await localData()
    const file = await local.pin(
      't.parquet',
      Buffer.from((await runPython(context, script, null)) as string, 'base64'),
    )
    const table = await read(local, file, { zone: 'Europe/Berlin' })
    expect(
      valuesOf(table, 't').map((us) => new Date((us as number) / 1_000).toISOString().slice(11, 16)),
    ).toEqual(['23:30', '00:30', '01:30', '02:00'])
    expect(valuesOf(table, 'u8')).toEqual([1n, null, 255n, 0n])
    expect(valuesOf(table, 'f')).toEqual([Math.fround(0.1), null, NaN, 2])
    expect(valuesOf(table, 'dec')).toEqual([1.25, null, -3.5, 0.01])
    expect(valuesOf(table, 'cat')).toEqual(['x', 'y', 'x', null])
    expect(new Date((valuesOf(table, 'day')[0] as number) / 1_000).toISOString()).toBe(
      '2024-02-28T23:00:00.000Z',
    )
  })
})

describe('write-parquet', () => {
  it('is read by Polars cell by cell', async (context) => {
    await using local = await localData()
    const tables = seeds.map((seed) => seededTable(seed, { unsorted: true, duplicates: true }))
    const files = await Promise.all(
      tables.map(async (table) => (await local.read(await write(local, table))).toString('base64')),
    )
    const script = `import base64, io
import polars as pl
def main(files):
    frames = [pl.read_parquet(io.BytesIO(base64.b64decode(f))) for f in files]
    return [write_table(f.with_columns(pl.col('time').dt.timestamp('us'))) for f in frames]
`
    const cells = (await runPython(context, script, files)) as Record<string, unknown[]>[]
    tables.forEach((table, index) => expectTable(table, cells[index]))
  })

  it.each([
    ['seeded', seededTable(7)],
    ['irregular', seededTable(8, { grid: 'irregular' })],
    ['one row', oneRowTable('irregular')],
    ['all missing', allMissingTable()],
    ['empty', emptyTable('irregular')],
    ['large', seededTable(3, { rows: 5_000 })],
  ])('comes back with units and bits: %s', async (_name, table) => {
    await using local = await localData()
    const back = await read(local, await write(local, table))
    const expected = withoutQuality(table)
    const columns = expected.schema.columns.map((column, at) => ({
      ...column,
      nullable: expected.columns[at].missing !== undefined,
      ...(column.type === 'time' ? { stamp: back.schema.columns[0].stamp, availabilityUs: null } : {}),
    }))
    const schema = { ...expected.schema, columns }
    const terms = back.schema.columns.map((column) => without(column, 'availabilityTerms'))
    expectSameBits({ ...back, schema: { ...back.schema, columns: terms } }, { ...expected, schema })
  })

  it('writes the same bytes each time', async () => {
    await using local = await localData()
    const table = seededTable(11, { rows: 3_000 })
    expect((await write(local, table)).hash).toBe((await write(local, table)).hash)
  })
})

describe('the examples', () => {
  it('read and write', async () => {
    await using local = await localData()
    const { file, ...config } = readParquet.example!.config as { file: string }
    const table = await read(
      local,
      await local.pin(file, await readFile(new URL(file, import.meta.url))),
      config,
    )
    expect(valuesOf(table, 'level')).toEqual([20.5, null, 21, NaN])
    const { outputs } = await runBlock(writer, table, writeParquet.example!.config, { data: local.data })
    expect(outputs.file).toMatchObject({ type: 'report', file: { name: 'hours.parquet' } })
  })
})

describe('a file that differs', () => {
  it('is refused with the difference', async () => {
    await using local = await localData()
    const first = await write(local, seededTable(1))
    const frozen = await inspected(under, { file: first }, local.data)
    const { schema, rows, columns } = seededTable(1)
    const other = await write(local, {
      rows,
      schema: { ...schema, columns: schema.columns.slice(0, 6) },
      columns: columns.slice(0, 6),
    })
    await expect(
      runForTable(under, {}, { ...frozen, file: other }, { data: local.data }),
    ).rejects.toMatchObject({
      code: 'data-differs',
      params: { differences: [{ kind: 'column-missing', column: 'running' }] },
    })
  })

  it('that is no Parquet is refused', async () => {
    await using local = await localData()
    const file = await local.pin('x.parquet', 'hello')
    await expect(read(local, file)).rejects.toMatchObject({ code: 'file-unreadable' })
  })

  it('stops within 2 s of a cancel', async () => {
    await using local = await localData()
    const file = await write(local, seededTable(1, { rows: 3_000 }))
    const frozen = await inspected(under, { file }, local.data)
    const stop = new AbortController()
    const running = runForTable(under, {}, frozen, { data: local.data, signal: stop.signal })
    stop.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
  })
})

describe('the units a file says', () => {
  async function written(local: LocalData, physics: object): Promise<FileRef> {
    const table = seededTable(1)
    const columns = table.schema.columns.map((column) =>
      column.name === 'level' ? { ...without(column, 'unit', 'quantity'), ...physics } : column,
    )
    return write(local, { ...table, schema: { ...table.schema, columns } })
  }

  it.each([
    [{ unit: 'kWh' }, { found: 'kWh' }, "no UCUM code; 'kW.h' is meant?"],
    [{ unit: 'bar', quantity: 'presure.gauge' }, { found: 'presure.gauge' }, "'pressure.gauge' is meant?"],
  ])('are refused when they are none: %o', async (physics, params, meant) => {
    await using local = await localData()
    const refused = inspected(under, { file: await written(local, physics) }, local.data)
    await expect(refused).rejects.toMatchObject({
      code: 'unit-unknown',
      params: { column: 'level', ...params },
    })
    await expect(refused).rejects.toThrow(meant)
  })

  it('do not matter where people state them', async () => {
    await using local = await localData()
    const file = await written(local, { unit: 'kWh', quantity: 'Energie' })
    const rule = { source: 'level', unit: 'kW.h', quantity: 'energy' }
    const table = await read(local, file, { columns: [rule] })
    expect(table.schema.columns.find(({ name }) => name === 'level')).toMatchObject({
      unit: 'kW.h',
      quantity: 'energy',
    })
  })

  it('are checked in a frozen schema too', () => {
    const found = (unit: string): object => ({
      file: 'a.parquet',
      detected: {
        columns: [{ name: 'x', type: 'number', nullable: false, availabilityUs: 0, unit }],
        clocks: [],
      },
    })
    expect(readParquet.config.safeParse(found('kW.h')).success).toBe(true)
    expect(readParquet.config.safeParse(found('kWh')).error?.issues[0]).toMatchObject({
      path: ['detected', 'columns', 0, 'unit'],
      message: "no UCUM code; 'kW.h' is meant?",
    })
  })
})
