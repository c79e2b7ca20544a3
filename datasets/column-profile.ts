/** What a column holds, in a few numbers: for people who look at the data on a wire. */
import { setImmediate as breathe } from 'node:timers/promises'
import { isMissing } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { plainValue } from './plain-value.ts'
import type { PlainValue } from './plain-value.ts'

export interface ColumnProfile {
  rows: number
  missing: number
  /** Values that are there and not a number, or infinite; they are in none of the figures below. */
  notFinite: number
  min: PlainValue
  max: PlainValue
  /** number and integer only. */
  mean: number | null
  /** Sample standard deviation (n - 1), by Welford's method. */
  standardDeviation: number | null
  /** number, integer, time: counts of equally wide bins from min to max. */
  histogram: { from: number; to: number; counts: number[] } | null
  /** text and boolean: the most frequent values, at most 20, most frequent first. */
  frequent: { value: PlainValue; count: number }[] | null
  /** text and boolean: how many different values there are. */
  distinct: number | null
  /** Rows of uncertain and bad quality. */
  uncertain: number
  bad: number
}

const bins = 30
const rowsAtOnce = 50_000
const mostFrequent = 20

/** Gives the event loop a turn every `rowsAtOnce` rows: others wait for this process too. */
export async function profileColumn(column: ColumnData): Promise<ColumnProfile> {
  const counts = await countRows(column)
  if (column.type === 'text' || column.type === 'boolean')
    return { ...counts, ...(await profileWords(column)) }
  return { ...counts, ...(await profileNumbers(column)) }
}

type Counts = Pick<ColumnProfile, 'rows' | 'missing' | 'uncertain' | 'bad'>
type Figures = Omit<ColumnProfile, keyof Counts>

async function countRows(column: ColumnData): Promise<Counts> {
  const rows = column.values.length
  const counts = { rows, missing: 0, uncertain: 0, bad: 0 }
  await eachRow(rows, (row) => {
    if (isMissing(column, row)) counts.missing++
    const quality = column.quality?.[row]
    if (quality === 1) counts.uncertain++
    else if (quality === 2) counts.bad++
  })
  return counts
}

async function profileNumbers(column: ColumnData): Promise<Figures> {
  let [n, notFinite, mean, squares, low, high] = [0, 0, 0, 0, -1, -1]
  await eachRow(column.values.length, (row) => {
    if (isMissing(column, row)) return
    const value = Number(column.values[row])
    if (!Number.isFinite(value)) return void notFinite++
    n++
    const step = value - mean
    mean += step / n
    squares += step * (value - mean)
    if (low < 0 || column.values[row] < column.values[low]) low = row
    if (high < 0 || column.values[row] > column.values[high]) high = row
  })
  const isTime = column.type === 'time'
  return {
    notFinite,
    min: n > 0 ? plainValue(column, low) : null,
    max: n > 0 ? plainValue(column, high) : null,
    mean: n > 0 && !isTime ? mean : null,
    standardDeviation: n > 1 && !isTime ? Math.sqrt(squares / (n - 1)) : null,
    histogram:
      n > 0 ? await histogramOf(column, Number(column.values[low]), Number(column.values[high])) : null,
    frequent: null,
    distinct: null,
  }
}

async function histogramOf(
  column: ColumnData,
  from: number,
  to: number,
): Promise<ColumnProfile['histogram']> {
  const counts = new Array<number>(from === to ? 1 : bins).fill(0)
  // Halves, so that the width of the widest range is still a number.
  const halfWidth = to / 2 - from / 2
  await eachRow(column.values.length, (row) => {
    const value = Number(column.values[row])
    if (isMissing(column, row) || !Number.isFinite(value)) return
    const share = halfWidth === 0 ? 0 : (value / 2 - from / 2) / halfWidth
    counts[Math.min(counts.length - 1, Math.floor(share * counts.length))]++
  })
  return { from, to, counts }
}

async function profileWords(column: ColumnData): Promise<Figures> {
  const byCode = new Map<number, { row: number; count: number }>()
  await eachRow(column.values.length, (row) => {
    if (isMissing(column, row)) return
    const found = byCode.get(Number(column.values[row]))
    if (found) found.count++
    else byCode.set(Number(column.values[row]), { row, count: 1 })
  })
  const values = [...byCode.values()].map(({ row, count }) => ({ value: plainValue(column, row), count }))
  const sorted = values.map(({ value }) => String(value)).sort()
  return {
    notFinite: 0,
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    mean: null,
    standardDeviation: null,
    histogram: null,
    frequent: values.sort((a, b) => b.count - a.count).slice(0, mostFrequent),
    distinct: values.length,
  }
}

async function eachRow(rows: number, visit: (row: number) => void): Promise<void> {
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const to = Math.min(rows, from + rowsAtOnce)
    for (let row = from; row < to; row++) visit(row)
    if (to < rows) await breathe()
  }
}
