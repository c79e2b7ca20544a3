/** Reads cells only to see whether they fit: memory does not grow with the file. */
import type { ColumnType } from '#pipeline/ports.ts'
import { makeSink } from './sinks.ts'
import type { CellRules, Sink } from './sinks.ts'

const roundRows = 1 << 18

/** Its finish() gives no rows. */
export function makeCountingSink(type: ColumnType, rules: CellRules): Sink {
  let inner = makeSink(type, rules, roundRows)
  let rows = 0
  let missing = 0
  return {
    append(batch, place, bad) {
      if (rows >= roundRows) {
        missing += inner.missing()
        inner = makeSink(type, rules, roundRows)
        rows = 0
      }
      inner.append(batch, place, bad)
      rows += batch.rows
    },
    missing: () => missing + inner.missing(),
    finish: () => makeSink(type, rules, 0).finish(0),
  }
}
