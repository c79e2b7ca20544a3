/** Which features move the target: one row each, largest effect first. */
import type { LeastSquaresSolution } from '#blocks/linear-algebra/least-squares.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { bitmapOrNone, newBitmap, newCodes, newFloats, setMissing } from '#pipeline/table.ts'

type ModelSchema = Extract<PortSchema, { type: 'model' }>

export function driversOf(model: ModelSchema, solution: LeastSquaresSolution, promised: PortSchema): Table {
  if (promised.type !== 'table') throw new Error('the drivers are a table')
  const effects = solution.coefficients.map((value, j) => value * solution.scale[j])
  const order = [...effects.keys()].sort((a, b) => Math.abs(effects[b]) - Math.abs(effects[a]) || a - b)
  const total = effects.reduce((sum, value) => sum + Math.abs(value), 0)
  const columns = [
    texts(order.map((j) => model.features[j].name)),
    texts(order.map((j) => model.features[j].unit)),
    floats(order.map((j) => solution.coefficients[j])),
    floats(order.map((j) => effects[j])),
    floats(order.map((j) => (total > 0 ? Math.abs(effects[j]) / total : 0))),
  ]
  return { schema: promised.table, rows: order.length, columns }
}

function floats(list: number[]): ColumnData {
  const values = newFloats(list.length)
  values.set(list)
  return { type: 'number', values }
}

function texts(list: (string | undefined)[]): ColumnData {
  const values = newCodes(list.length)
  const missing = newBitmap(list.length)
  const dictionary = [...new Set(list.filter((text) => text !== undefined))]
  for (const [row, text] of list.entries()) {
    if (text === undefined) setMissing(missing, row)
    else values[row] = dictionary.indexOf(text)
  }
  return { type: 'text', values, dictionary, missing: bitmapOrNone(missing) }
}
