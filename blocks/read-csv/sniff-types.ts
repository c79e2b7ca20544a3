/** From sample cells to the types a column may have, best first. */
import { dateFormat } from './date-format.ts'
import { isWhole, slowNumber } from './numbers.ts'
import type { NumberMarks } from './numbers.ts'
import type { ColumnType } from '#pipeline/ports.ts'

/** A type to try; `format` for times. */
export interface Candidate {
  type: ColumnType
  format?: string
}

const clocks = [
  '',
  ' %H:%M',
  ' %H:%M:%S',
  ' %H:%M:%S.%f',
  ' %H:%M:%S,%f',
  ' %I:%M %p',
  ' %I:%M:%S %p',
  ' %H:%M:%S %z',
  'T%H:%M:%S',
]
const days = [
  '%d.%m.%Y',
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%d-%m-%Y',
  '%m-%d-%Y',
  '%Y/%m/%d',
  '%Y.%m.%d',
  '%d.%m.%y',
  '%d/%m/%y',
  '%m/%d/%y',
  '%d-%b-%Y',
  '%d %b %Y',
  '%d. %b %Y',
  '%b %d, %Y',
]
const formats = ['iso', 'iso-offset', ...days.flatMap((day) => clocks.map((clock) => day + clock))]
const timeNames = /time|zeit|date|datum|stamp|epoch|unix|^ts$|^t$/i
const epochs = [
  { format: 'epoch-s', low: 3e8, high: 4.1e9 },
  { format: 'epoch-ms', low: 3e11, high: 4.1e12 },
  { format: 'epoch-us', low: 3e14, high: 4.1e15 },
]

/** What the sample of a column allows, best first; the whole file decides. */
export function candidatesFor(
  name: string,
  cells: string[],
  marks: NumberMarks,
  given?: string,
): Candidate[] {
  if (given) return [{ type: 'time', format: given }]
  const text: Candidate = { type: 'text' }
  if (cells.length === 0) return [{ type: 'integer' }, { type: 'number' }, text]
  const mostly = (fits: (cell: string) => boolean) => cells.filter(fits).length > 0.9 * cells.length
  if (mostly((cell) => isWhole(cell, marks))) {
    return [...epochCandidates(name, cells), { type: 'integer' }, { type: 'number' }, text]
  }
  if (mostly((cell) => slowNumber(cell, marks) !== undefined)) return [{ type: 'number' }, text]
  if (mostly((cell) => /^(true|false|wahr|falsch)$/i.test(cell))) return [{ type: 'boolean' }, text]
  return [...dateCandidates(cells), text]
}

function epochCandidates(name: string, cells: string[]): Candidate[] {
  if (!timeNames.test(name)) return []
  return epochs
    .filter(({ low, high }) => cells.every((cell) => Number(cell) >= low && Number(cell) <= high))
    .map(({ format }) => ({ type: 'time', format }))
}

/** Formats that read nearly every cell; among those the one whose times step most evenly comes first. */
function dateCandidates(cells: string[]): Candidate[] {
  return formats
    .map((format) => ({ format, times: timesWith(format, cells) }))
    .filter(({ times }) => times.filter(Number.isFinite).length > 0.9 * cells.length)
    .map(({ format, times }) => ({ format, jumps: unevenSteps(times) }))
    .sort((a, b) => a.jumps - b.jumps)
    .map(({ format }) => ({ type: 'time', format }))
}

function timesWith(format: string, cells: string[]): number[] {
  const { parse } = dateFormat(format)!
  return cells.map((cell) => {
    const bytes = Buffer.from(cell.trim())
    return parse(bytes, 0, bytes.length)
  })
}

function unevenSteps(times: number[]): number {
  const steps = times.slice(1).map((time, index) => time - times[index])
  const counts = new Map<number, number>()
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1)
  return steps.length - Math.max(0, ...counts.values())
}
