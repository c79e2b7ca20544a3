/** Decimal mark and digit groups, from how sample cells look. */
import type { NumberMarks } from './numbers.ts'

const exponent = '(?:[eE][+-]?\\d+)?'
const decimalComma = new RegExp(`^[+-]?\\d*,\\d+${exponent}$`)
const decimalDot = new RegExp(`^[+-]?\\d*\\.\\d+${exponent}$`)
const groupedByCommas = /^[+-]?\d{1,3}(,\d{3})+$/
const groupedByDots = /^[+-]?\d{1,3}(\.\d{3})+$/
const severalDotGroups = /^[+-]?\d{1,3}(\.\d{3}){2,}$/
const dotsThenComma = /^[+-]?\d{1,3}(\.\d{3})+,\d*$/
const commasThenDot = /^[+-]?\d{1,3}(,\d{3})+\.\d*$/
const spaced = /^[+-]?\d{1,3}([ \u00a0\u2009\u202f'’])\d{3}(\1\d{3})*([.,]\d*)?$/

/** What the cells tell; what is given stays. A lone 1.234 is a decimal number, a lone 1,234 one where ';' separates. */
export function detectMarks(cells: string[], given: Partial<NumberMarks>, separator: string): NumberMarks {
  const space = cells.map((cell) => spaced.exec(cell)?.[1]).find((mark) => mark !== undefined)
  const plain =
    space === undefined ? cells : cells.map((cell) => (spaced.test(cell) ? cell.replaceAll(space, '') : cell))
  const decimalMark = given.decimalMark ?? detectDecimalMark(plain, separator)
  return { decimalMark, thousands: given.thousands ?? space ?? detectGroups(plain, decimalMark) }
}

function detectDecimalMark(cells: string[], separator: string): '.' | ',' {
  const count = (fits: (cell: string) => boolean) => cells.filter(fits).length
  const commas = count(
    (cell) => (decimalComma.test(cell) && !groupedByCommas.test(cell)) || dotsThenComma.test(cell),
  )
  const dots = count(
    (cell) => (decimalDot.test(cell) && !groupedByDots.test(cell)) || commasThenDot.test(cell),
  )
  if (commas !== dots) return commas > dots ? ',' : '.'
  if (cells.some((cell) => severalDotGroups.test(cell))) return ','
  return separator === ';' && dots === 0 && cells.some((cell) => groupedByCommas.test(cell)) ? ',' : '.'
}

function detectGroups(cells: string[], decimalMark: string): string {
  const [mark, patterns] =
    decimalMark === ',' ? ['.', [groupedByDots, dotsThenComma]] : [',', [groupedByCommas, commasThenDot]]
  return cells.some((cell) => (patterns as RegExp[]).some((pattern) => pattern.test(cell)))
    ? (mark as string)
    : ''
}
