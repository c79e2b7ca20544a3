/** The pipeline of the drills: eight real blocks from a file to the historian, and what must come out of it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '#test/fixtures/random.ts'

/** Nodes in the order in which they run. */
export const nodeNames = ['read', 'lag', 'roll', 'keep', 'pick', 'fit', 'predict', 'write'] as const
export type NodeName = (typeof nodeNames)[number]

const rows = 40
const lagRows = 3
const windowRows = 4
const stepUs = 900_000_000
const startUs = Date.UTC(2025, 0, 1) * 1_000

/** Two measured columns on a grid of 15 minutes. */
export interface Measured {
  x: number[]
  y: number[]
}

/** Values with a fraction, so that every file has columns of numbers. */
export function measure(random: Random): Measured {
  const value = () => 20 + 10 * random.next() + 0.0625 / 1024
  const x = Array.from({ length: rows }, value)
  return { x, y: x.map((one, row) => 3 * one - 0.5 * (x[row - 1] ?? one) + value()) }
}

/** Writes the file that a run reads and returns its path. */
export function writeCsv(folder: string, name: string, { x, y }: Measured): string {
  const time = (row: number) => new Date((startUs + row * stepUs) / 1_000).toISOString()
  const lines = x.map((one, row) => `${time(row)},${one},${y[row]}`)
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, `time,x,y\n${lines.join('\n')}\n`)
  return path
}

/** The document of one run; `prefix` sets its samples apart from those of all others. */
export function pipelineDocument(readConfig: Record<string, unknown>, prefix: string): unknown {
  const configs: Record<NodeName, Record<string, unknown>> = {
    read: readConfig,
    lag: { columns: ['x'], lags: [lagRows] },
    roll: { columns: ['x'], statistics: ['mean'], window: '1 h' },
    keep: { conditions: [{ column: 'x_lag_3', operator: 'is-present' }] },
    pick: { columns: ['x'], drop: true },
    fit: { target: 'y', features: ['x_lag_3', 'x_mean_1h'] },
    predict: {},
    write: { prefix },
  }
  const nodes = nodeNames.map((id) => ({ id, block: blocks[id], version: 1, config: configs[id] }))
  return { ecoki: 1, id: 'drill', name: 'Drill', nodes, edges }
}

const blocks: Record<NodeName, string> = {
  read: 'read-csv',
  lag: 'lag',
  roll: 'rolling-statistics',
  keep: 'filter',
  pick: 'select',
  fit: 'linear-regression-fit',
  predict: 'linear-regression-predict',
  write: 'write-historian',
}

const edges = [
  wire('read', 'lag'),
  wire('lag', 'roll'),
  wire('roll', 'keep'),
  wire('keep', 'pick'),
  wire('pick', 'fit'),
  wire('pick', 'predict'),
  wire('fit', 'predict', 'model'),
  wire('predict', 'write'),
]

function wire(from: NodeName, to: NodeName, port = 'table'): unknown {
  return { from: { node: from, port }, to: { node: to, port } }
}

/** A sample that must be in the historian. */
export interface Expected {
  tag: string
  timeUs: number
  value: number
}

/** Calculated here with other means than the blocks have, so that the two agree to 9 digits and not to the bit. */
export function expectedSamples({ x, y }: Measured, prefix: string): Expected[] {
  const kept = x.map((_, row) => row).slice(lagRows)
  const earlier = kept.map((row) => x[row - lagRows])
  const mean = kept.map((row) => sum(x.slice(row - windowRows + 1, row + 1)) / windowRows)
  const measured = kept.map((row) => y[row])
  const columns = {
    y: measured,
    x_lag_3: earlier,
    x_mean_1h: mean,
    y_predicted: fitted(measured, earlier, mean),
  }
  return Object.entries(columns).flatMap(([name, values]) =>
    values.map((value, at) => ({ tag: prefix + name, timeUs: startUs + kept[at] * stepUs, value })),
  )
}

/** Least squares with two features and a constant, by Cramer's rule on centred sums. */
function fitted(target: number[], first: number[], second: number[]): number[] {
  const [t, a, b] = [target, first, second].map(centred)
  const [aa, ab, bb, at, bt] = [dot(a, a), dot(a, b), dot(b, b), dot(a, t), dot(b, t)]
  const determinant = aa * bb - ab * ab
  const [onFirst, onSecond] = [(at * bb - bt * ab) / determinant, (aa * bt - ab * at) / determinant]
  const level = sum(target) / target.length
  return a.map((one, row) => level + onFirst * one + onSecond * b[row])
}

function centred(values: number[]): number[] {
  const mean = sum(values) / values.length
  return values.map((value) => value - mean)
}

function dot(a: number[], b: number[]): number {
  return sum(a.map((value, at) => value * b[at]))
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
