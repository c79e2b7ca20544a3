/** Hands the table to DuckDB and has it write the file. */
import { tableInput } from '#blocks/block.ts'
import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { writeTable } from '#blocks/duckdb/columns.ts'
import { quoteText, withDuckDb } from '#blocks/duckdb/open.ts'
import { schemaKey } from '#blocks/read-parquet/parquet-file.ts'
import type { WriteParquetConfig } from './spec.ts'

const codecs = { zstd: 'zstd', snappy: 'snappy', none: 'uncompressed' }

export async function run({ inputs, config, ctx }: BlockCall<WriteParquetConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const path = ctx.data.scratchPath('table.parquet')
  const options = { signal: ctx.signal, scratchPath: ctx.data.scratchPath('duckdb') }
  await withDuckDb(options, async (db) => {
    await writeTable(db, 'wire', table, (done, total) => {
      ctx.signal.throwIfAborted()
      ctx.progress(done, total)
    })
    const metadata = `{ ${quoteText(schemaKey)}: ${quoteText(JSON.stringify(table.schema))} }`
    const format = `format parquet, compression ${codecs[config.compression]}, kv_metadata ${metadata}`
    await db.run(`copy wire to ${quoteText(path)} (${format})`)
  })
  const file = await ctx.data.writeFile({
    name: config.fileName,
    mime: 'application/vnd.apache.parquet',
    path,
  })
  return { outputs: { file: { type: 'report', file } } }
}
