/** Our own reader on the made file, inspected once as `ecoki run` does before a run. */
import { inspect, run } from '#blocks/read-csv/run.ts'
import { readCsv } from '#blocks/read-csv/spec.ts'
import { loadTable } from '#pipeline/lazy-table.ts'
import type { Table } from '#pipeline/table.ts'
import { contextFor } from './beside-polars.ts'

export async function csvReader(path: string, folder: string): Promise<() => Promise<Table>> {
  const file = { hash: '0'.repeat(64), bytes: 0, name: 'made.csv', mime: 'text/csv' }
  const ctx = contextFor(path, folder)
  const config = await inspect(readCsv.config.parse({ file }), ctx.data, ctx.signal)
  const outputs = readCsv.outputs({}, config).outputs ?? {}
  return async () => {
    const { table } = (await run({ inputs: {}, config, outputs, ctx })).outputs
    if (table.type !== 'table') throw new Error('the reader made no table')
    return loadTable(table.table)
  }
}
