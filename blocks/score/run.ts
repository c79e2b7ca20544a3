import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { completeRows, floatsOf } from '#blocks/linear-algebra/floats.ts'
import { columnNamed } from '#pipeline/table.ts'
import { errorsOf } from './errors.ts'
import type { Errors } from './errors.ts'
import type { ScoreConfig } from './spec.ts'
import { scoredColumns } from './spec.ts'

export async function run({ inputs, config }: BlockCall<ScoreConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const names = scoredColumns(config)
  const columns = [config.actual, ...names].map((name) => columnNamed(table, name))
  const [actual, ...predictions] = columns.map(floatsOf)
  const { rows, missing, notFinite } = completeRows(columns, [actual, ...predictions])
  const errors = new Map(names.map((name, index) => [name, errorsOf(actual, predictions[index], rows)]))
  const values = {
    n: rows.length,
    rows_missing: missing,
    rows_not_finite: notFinite,
    ...byColumn(errors, config),
  }
  return { outputs: { metrics: { type: 'metrics', values } } }
}

function byColumn(errors: Map<string, Errors>, { baseline }: ScoreConfig): Record<string, number | null> {
  const base = baseline === undefined ? undefined : errors.get(baseline)
  const entries = [...errors].flatMap(([name, own]) => {
    const all = base && name !== baseline ? { ...own, ...versus(own, base) } : own
    return Object.entries(all).map(([metric, value]) => [`${name}.${metric}`, value] as const)
  })
  return Object.fromEntries(entries)
}

function versus(own: Errors, base: Errors) {
  const isDefined = own.rmse !== null && base.rmse !== null && base.rmse > 0
  const ratio = isDefined ? (own.rmse as number) / (base.rmse as number) : null
  return { rmse_vs_baseline: ratio, skill: ratio === null ? null : 1 - ratio }
}
