/** Streams the rows of a table to a scratch file and takes that into the store. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { tableInput } from '#blocks/block.ts'
import type { BlockCall, BlockContext, BlockResult } from '#blocks/block.ts'
import type { Table } from '#pipeline/table.ts'
import { cellWriter, quoted } from './cells.ts'
import type { CellWriter } from './cells.ts'
import type { WriteCsvConfig } from './spec.ts'

const pieceRows = 4_096

export async function run({ inputs, config, ctx }: BlockCall<WriteCsvConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const path = ctx.data.scratchPath('table.csv')
  await pipeline(Readable.from(pieces(table, config, ctx)), createWriteStream(path), { signal: ctx.signal })
  const file = await ctx.data.writeFile({ name: config.fileName, mime: 'text/csv', path })
  return { outputs: { file: { type: 'report', file } } }
}

/** The file's text, piece by piece. */
function* pieces(table: Table, config: WriteCsvConfig, ctx: BlockContext): Generator<Buffer> {
  const end = config.lineEnd === 'crlf' ? '\r\n' : '\n'
  const zone = table.schema.time?.zone ?? 'UTC'
  const writers = table.columns.map((column) => cellWriter(column, config, zone))
  const names = table.schema.columns.map((column) => quoted(column.name, config))
  yield Buffer.from(
    (config.byteOrderMark ? '\ufeff' : '') + (config.header ? names.join(config.separator) + end : ''),
  )
  for (let from = 0; from < table.rows; from += pieceRows) {
    const to = Math.min(table.rows, from + pieceRows)
    let text = ''
    for (let row = from; row < to; row++) {
      text += lineOf(writers, row, config.separator) + end
    }
    ctx.progress(to, table.rows)
    yield Buffer.from(text)
  }
}

/** A lone empty cell is quoted, because readers leave blank lines out. */
function lineOf(writers: CellWriter[], row: number, separator: string): string {
  let line = writers.length > 0 ? writers[0](row) : ''
  for (let at = 1; at < writers.length; at++) line += separator + writers[at](row)
  return line === '' ? '""' : line
}
