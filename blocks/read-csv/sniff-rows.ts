/** Sample text cut into rows of cells, and which separator cuts it best. Slow and plain: for some hundred rows. */

const separators = [';', ',', '\t', '|']

/** Rows of cells, at most `limit`; blank lines are left out. */
export function sampleRows(
  text: string,
  by: { separator: string; quote: string; limit?: number },
): string[][] {
  const { separator, quote, limit = Infinity } = by
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let inQuotes = false
  for (let at = 0; at < text.length && rows.length < limit; at++) {
    const letter = text[at]
    if (inQuotes) {
      if (letter !== quote) cell += letter
      else if (text[at + 1] === quote) cell += text[++at]
      else inQuotes = false
    } else if (letter === quote && cell === '') inQuotes = true
    else if (letter === separator) {
      row.push(cell)
      cell = ''
    } else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at++
      if (cell !== '' || row.length > 0) rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += letter
  }
  if (rows.length < limit && (cell !== '' || row.length > 0)) rows.push([...row, cell])
  return rows
}

export interface Layout {
  separator: string
  /** All sample rows, also those in front of the header. */
  rows: string[][]
  /** The usual number of cells. */
  width: number
}

/** The separator under which the most rows agree on a number of cells above one; typed cells decide a tie. */
export function detectLayout(text: string, given: string | undefined, quote: string): Layout {
  const layouts = (given ? [given] : separators).map((separator) => layoutWith(text, separator, quote))
  const best = layouts.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a))
  return scoreOf(best) > 0 || given ? best : layoutWith(text, ',', quote)
}

function layoutWith(text: string, separator: string, quote: string): Layout {
  const rows = sampleRows(text, { separator, quote })
  return { separator, rows, width: usualWidth(rows) }
}

function usualWidth(rows: string[][]): number {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  let width = rows[0]?.length ?? 1
  for (const [cells, count] of counts) {
    const most = counts.get(width) ?? 0
    if (count > most || (count === most && cells > width)) width = cells
  }
  return width
}

function scoreOf({ rows, width }: Layout): number {
  if (width < 2 || rows.length === 0) return 0
  const regular = rows.filter((row) => row.length === width)
  const cells = regular.slice(1).flat()
  const typed = cells.filter((cell) =>
    /^\s*$|^\s*[+-]?[\d.,]+([eE][+-]?\d+)?\s*$|^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d/.test(cell),
  )
  return (
    regular.length / rows.length +
    (cells.length > 0 ? typed.length / cells.length : 0) +
    Math.min(width, 50) / 1_000
  )
}

/** How many rows stand in front of the first one with the usual number of cells. */
export function preambleRows({ rows, width }: Layout): number {
  return Math.max(
    0,
    rows.findIndex((row) => row.length === width),
  )
}
