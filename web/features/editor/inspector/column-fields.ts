/** Which settings name columns of the table that comes in. */

/** One column each. */
const single: ReadonlySet<string> = new Set([
  ...['actual', 'baseline', 'column', 'target', 'x'],
  'select.from',
])

/** Lists of columns. */
const several: ReadonlySet<string> = new Set(['columns', 'features', 'predictions', 'y'])

/** Blocks whose setting of that name is no column. */
const not: ReadonlySet<string> = new Set([
  'calendar-features.features',
  'read-csv.columns',
  'read-parquet.columns',
])

export function namesColumn(block: string, field: string): boolean {
  return (single.has(field) || single.has(`${block}.${field}`)) && !not.has(`${block}.${field}`)
}

export function namesColumns(block: string, field: string): boolean {
  return several.has(field) && !not.has(`${block}.${field}`)
}
