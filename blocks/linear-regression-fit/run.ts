import type { BlockCall, BlockResult, PortValue } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { completeRows, floatsOf } from '#blocks/linear-algebra/floats.ts'
import type { CompleteRows } from '#blocks/linear-algebra/floats.ts'
import type { LeastSquaresSolution } from '#blocks/linear-algebra/least-squares.ts'
import { leastSquares } from '#blocks/linear-algebra/least-squares.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import { columnNamed } from '#pipeline/table.ts'
import { driversOf } from './drivers.ts'
import type { LinearRegressionFitConfig } from './spec.ts'

type ModelSchema = Extract<PortSchema, { type: 'model' }>

/** Refuses with 'too-few-rows' and 'rank-deficient'. */
export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<LinearRegressionFitConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const schema = outputs.model as ModelSchema
  const names = schema.features.map((feature) => feature.name)
  const columns = [...names, config.target].map((name) => columnNamed(table, name))
  const floats = columns.map(floatsOf)
  const complete = completeRows(columns, floats)
  requireRows(complete, names.length + (config.intercept ? 1 : 0))
  const solution = leastSquares({
    features: floats.slice(0, -1),
    target: floats[names.length],
    rows: complete.rows,
    intercept: config.intercept,
    onProgress: (done) => ctx.progress(done, complete.rows.length),
  })
  if ('dependent' in solution) throw rankDeficient(names, solution)
  return {
    outputs: {
      model: modelOf(schema, solution),
      metrics: { type: 'metrics', values: metricsOf(names, solution, complete) },
      drivers: { type: 'table', table: driversOf(schema, solution, outputs.drivers) },
    },
  }
}

function requireRows(complete: CompleteRows, needed: number): void {
  const { rows, missing, notFinite } = complete
  if (rows.length >= needed) return
  const params = { needed, used: rows.length, missing, notFinite }
  throw new DomainError(
    'too-few-rows',
    params,
    `${rows.length} complete rows are too few for ${needed} unknowns (${missing} rows with missing, ${notFinite} with not finite values)`,
  )
}

function rankDeficient(names: string[], found: { dependent: number; on: number[] }): DomainError {
  const column = names[found.dependent]
  const on = found.on.map((index) => names[index])
  const why = on.length > 0 ? `is a linear combination of ${on.join(', ')}` : 'is constant'
  return new DomainError(
    'rank-deficient',
    { column, on },
    `the feature ${column} ${why}: leave one of them out`,
  )
}

function modelOf(schema: ModelSchema, solution: LeastSquaresSolution): PortValue {
  const { coefficients, intercept, centre, scale, targetCentre } = solution
  return { type: 'model', schema, parameters: { coefficients, intercept, centre, scale, targetCentre } }
}

function metricsOf(
  names: string[],
  solution: LeastSquaresSolution,
  complete: CompleteRows,
): Record<string, number | null> {
  const { coefficients, scale, residualSumOfSquares, totalSumOfSquares } = solution
  return {
    r2: totalSumOfSquares > 0 ? 1 - residualSumOfSquares / totalSumOfSquares : null,
    rmse: Math.sqrt(residualSumOfSquares / complete.rows.length),
    rows_used: complete.rows.length,
    rows_missing: complete.missing,
    rows_not_finite: complete.notFinite,
    condition: solution.condition,
    intercept: solution.intercept,
    ...Object.fromEntries(names.map((name, j) => [`coefficient.${name}`, coefficients[j]])),
    ...Object.fromEntries(names.map((name, j) => [`effect.${name}`, coefficients[j] * scale[j]])),
  }
}
