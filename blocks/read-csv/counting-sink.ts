/** Reads cells only to see whether they fit: memory does not grow with the file. */
import type { ColumnType } from '#pipeline/ports.ts'
import { makeSink } from './sinks.ts'
import type { CellRules, Sink } from './sinks.ts'
import type { SpillFile } from './spill-file.ts'
import { batchRows } from './split.ts'

/** After so many rows even the texts that were seen are forgotten. */
const roundRows = 1 << 18
const nowhere: SpillFile = { path: '', append: () => ({ at: 0, bytes: 0 }), close: () => undefined }

/** Its finish() gives no rows, and nothing is spilled. */
export function makeCountingSink(type: ColumnType, rules: CellRules): Sink {
  let inner = startRound(type, rules)
  let rows = 0
  let missing = 0
  return {
    append(batch, place, bad) {
      if (rows >= roundRows) {
        missing += inner.missing()
        inner = startRound(type, rules)
        rows = 0
      }
      inner.append(batch, place, bad)
      rows += batch.rows
    },
    missing: () => missing + inner.missing(),
    spillTo: () => undefined,
    finish: () => makeSink(type, rules, 0).finish(),
  }
}

function startRound(type: ColumnType, rules: CellRules): Sink {
  const sink = makeSink(type, rules, roundRows)
  sink.spillTo(nowhere, batchRows)
  return sink
}
