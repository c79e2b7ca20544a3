/** Columns over time as a chart of some pixels needs them: lowest and highest value per pixel, gaps left open. */
import { setImmediate as breathe } from 'node:timers/promises'
import { isMissing } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'

export interface SeriesRequest {
  /** Rising epoch µs, one per row. */
  times: Float64Array
  columns: ColumnData[]
  /** Rows with fromUs <= time <= toUs are drawn. */
  fromUs: number
  toUs: number
  /** How many pixels there are to fill. */
  points: number
  /** Step of the table's regular grid: where rows of it are absent the line is broken. */
  stepUs?: number
}

/** Two values per pixel, or every row where there are fewer rows. null: no value, to be drawn as a gap. */
export interface Series {
  isReduced: boolean
  /** Rising epoch µs. */
  timesUs: number[]
  /** One list per column, as long as `timesUs`. */
  values: (number | null)[][]
}

const rowsAtOnce = 100_000

/** Booleans are drawn as 0 and 1, text as gaps. Values that are not finite are gaps. */
export async function reduceSeries(request: SeriesRequest): Promise<Series> {
  const { times, columns, fromUs, toUs, points } = request
  const first = firstAtOrAfter(times, fromUs)
  const end = firstAfter(times, toUs)
  if (end - first <= 2 * points) return everyRow(request, first, end)
  const width = (times[end - 1] - times[first]) / points
  const timesUs = Array.from({ length: 2 * points }, (_, i) => times[first] + (i / 2 + 0.25) * width)
  const values: (number | null)[][] = []
  for (const column of columns) values.push(await extremes(column, { times, first, end, points, width }))
  return { isReduced: true, timesUs, values }
}

function everyRow({ times, columns, stepUs = Infinity }: SeriesRequest, first: number, end: number): Series {
  const places: { timeUs: number; row: number }[] = []
  for (let row = first; row < end; row++) {
    const isAfterGap = row > first && times[row] - times[row - 1] > 1.5 * stepUs
    if (isAfterGap) places.push({ timeUs: times[row - 1] + stepUs, row: absent })
    places.push({ timeUs: times[row], row })
  }
  return {
    isReduced: false,
    timesUs: places.map(({ timeUs }) => timeUs),
    values: columns.map((column) => places.map(({ row }) => (row === absent ? null : drawn(column, row)))),
  }
}

const absent = -1

interface Span {
  times: Float64Array
  first: number
  end: number
  points: number
  width: number
}

/** Per pixel the lowest and the highest value, in the order in which they came. */
async function extremes(column: ColumnData, span: Span): Promise<(number | null)[]> {
  const { times, first, end, points, width } = span
  const low = new Int32Array(points).fill(-1)
  const high = new Int32Array(points).fill(-1)
  for (let row = first; row < end; row++) {
    if ((row - first) % rowsAtOnce === rowsAtOnce - 1) await breathe()
    const value = drawn(column, row)
    if (value === null) continue
    const pixel = Math.min(points - 1, Math.floor((times[row] - times[first]) / width))
    if (low[pixel] < 0 || value < (drawn(column, low[pixel]) as number)) low[pixel] = row
    if (high[pixel] < 0 || value > (drawn(column, high[pixel]) as number)) high[pixel] = row
  }
  return Array.from({ length: 2 * points }, (_, i) => {
    const [early, late] = [low[i >> 1], high[i >> 1]].sort((a, b) => a - b)
    return early < 0 ? null : drawn(column, i % 2 === 0 ? early : late)
  })
}

function drawn(column: ColumnData, row: number): number | null {
  if (column.type === 'text' || isMissing(column, row)) return null
  const value = Number(column.values[row])
  return Number.isFinite(value) ? value : null
}

function firstAtOrAfter(times: Float64Array, us: number): number {
  return bisect(times, (time) => time >= us)
}

function firstAfter(times: Float64Array, us: number): number {
  return bisect(times, (time) => time > us)
}

/** The first row of which `isBehind` is true; it stays true from there on. */
function bisect(times: Float64Array, isBehind: (time: number) => boolean): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBehind(times[middle])) high = middle
    else low = middle + 1
  }
  return low
}
