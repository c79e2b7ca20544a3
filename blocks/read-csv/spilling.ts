/** When values leave memory: as soon as it is known, or to be expected, that they would take too much of it. */
import type { ColumnType } from '#pipeline/ports.ts'
import type { FileColumn } from './parse.ts'
import type { Sink } from './sinks.ts'
import { makeSpillFile } from './spill-file.ts'
import type { SpillFile } from './spill-file.ts'
import { batchRows } from './split.ts'

export interface SpillOptions {
  /** Of a file that does not exist. */
  path: string
  /** Tables with at most so many bytes of values stay in memory. */
  keepBytes: number
}

export interface Spilling {
  /** Lets the sinks spill if so many rows are too many. */
  relieve(sinks: Sink[], rows: number): void
  close(): void
}

const widths: Record<ColumnType, number> = { number: 8, time: 8, integer: 8, text: 4, boolean: 1 }
/** What all columns together may hold back before a piece is written. */
const piecesBytes = 16 << 20
const longestPiece = 1 << 16

export function makeSpilling(columns: FileColumn[], options: SpillOptions | undefined): Spilling {
  const kept = columns.filter(({ keep = true }) => keep)
  const rowBytes = kept.reduce((sum, { type }) => sum + widths[type], 0)
  const pieceRows = Math.max(batchRows, Math.min(longestPiece, Math.floor(piecesBytes / rowBytes)))
  let file: SpillFile | undefined
  return {
    relieve(sinks, rows) {
      if (!options || file || rows * rowBytes <= options.keepBytes) return
      file = makeSpillFile(options.path)
      for (const sink of sinks) sink.spillTo(file, pieceRows)
    },
    close: () => file?.close(),
  }
}
