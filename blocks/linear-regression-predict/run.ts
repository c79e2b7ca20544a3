import { z } from 'zod'
import type { BlockCall, BlockResult, PortValues } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import { floatsOf } from '#blocks/linear-algebra/floats.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { bitmapOrNone, columnNamed, newBitmap, newBytes, newFloats, isMissing } from '#pipeline/table.ts'
import type { LinearRegressionPredictConfig } from './spec.ts'

const parametersSchema = z.object({
  coefficients: z.array(z.number()),
  centre: z.array(z.number()),
  targetCentre: z.number(),
})
type Parameters = z.infer<typeof parametersSchema>

export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<LinearRegressionPredictConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const { schema, parameters } = modelInput(inputs)
  const features = schema.features.map((feature) => columnNamed(table, feature.name))
  const shares = features.map((feature, j) => contribution(floatsOf(feature), parameters, j))
  const holes = missingIn(features, table.rows)
  const prediction = columnOf(total(shares, parameters.targetCentre, table.rows), holes)
  const added = config.contributions
    ? [prediction, ...shares.map((values) => columnOf(values, holes))]
    : [prediction]
  return { outputs: { table: { type: 'table', table: extended(table, added, outputs.table) } } }
}

function modelInput(inputs: PortValues) {
  const value = inputs.model
  if (value?.type !== 'model') throw new Error('input model holds no model')
  const parameters = parametersSchema.parse(value.parameters)
  return { schema: value.schema, parameters }
}

function contribution(values: Float64Array, { coefficients, centre }: Parameters, j: number): Float64Array {
  const [factor, mean] = [coefficients[j], centre[j]]
  const result = newFloats(values.length)
  for (let row = 0; row < values.length; row++) result[row] = factor * (values[row] - mean)
  return result
}

/** Row by row in the order of the features. */
function total(shares: Float64Array[], constant: number, rows: number): Float64Array {
  const sum = newFloats(rows).fill(constant)
  for (const share of shares) for (let row = 0; row < rows; row++) sum[row] += share[row]
  return sum
}

interface Holes {
  missing?: Uint8Array
  quality?: Uint8Array
}

/** Rows in which any feature is missing, and the worst quality of the features. */
function missingIn(features: ColumnData[], rows: number): Holes {
  const missing = newBitmap(rows)
  const quality = newBytes(rows)
  for (const feature of features) {
    feature.missing?.forEach((byte, index) => (missing[index] |= byte))
    feature.quality?.forEach((code, row) => (quality[row] = Math.max(quality[row], code)))
  }
  return { missing: bitmapOrNone(missing), quality: bitmapOrNone(quality) }
}

function columnOf(values: Float64Array, { missing, quality }: Holes): ColumnData {
  const column: ColumnData = { type: 'number', values, missing, quality }
  for (let row = 0; missing && row < values.length; row++)
    if (isMissing(column, row)) values[row] = Number.NaN
  return column
}

function extended(table: Table, added: ColumnData[], promised: PortSchema): Table {
  if (promised.type !== 'table') throw new Error('the output is a table')
  return { schema: promised.table, rows: table.rows, columns: [...table.columns, ...added] }
}
