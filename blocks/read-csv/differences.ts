/** How a file differs from the schema that was frozen for it. */
import { open } from 'node:fs/promises'
import { refuseDifferences } from '#blocks/file-reader/differences.ts'
import type { Difference } from '#blocks/file-reader/differences.ts'
import type { Dialect } from './dialect.ts'
import { columnNames } from './guess.ts'
import type { Parsed } from './parse.ts'
import type { ChosenColumn } from '#blocks/file-reader/schema.ts'
import { sampleRows } from './sniff-rows.ts'

const headerBytes = 4 << 20

/** The names of the file's columns in its own order. Throws 'data-differs' for missing or extra ones. */
export async function refuseOtherColumns(path: string, dialect: Dialect): Promise<string[]> {
  const first = await firstRow(path, dialect)
  if (first === undefined) return dialect.names
  const names = columnNames(dialect.header ? first : [], first.length)
  const missing = dialect.names.filter((name) => !names.includes(name))
  const extra = names.filter((name) => !dialect.names.includes(name))
  refuseDifferences([
    ...missing.map((column): Difference => ({ kind: 'column-missing', column })),
    ...extra.map((column): Difference => ({ kind: 'column-extra', column })),
  ])
  return names
}

async function firstRow(path: string, dialect: Dialect): Promise<string[] | undefined> {
  const file = await open(path)
  try {
    const bytes = Buffer.alloc(Math.min(headerBytes, (await file.stat()).size))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    const text = bytes.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '')
    const body = dialect.skipLines === 0 ? text : text.split('\n').slice(dialect.skipLines).join('\n')
    return sampleRows(body, { ...dialect, limit: 1 })[0]
  } finally {
    await file.close()
  }
}

/** Throws 'data-differs' for columns of which more than half the cells are of another type. */
export function refuseOtherCells(parsed: Parsed, chosen: ChosenColumn[]): void {
  const differences = chosen
    .filter(({ source }) => (parsed.badCounts.get(source) ?? 0) > parsed.rows / 2)
    .map(({ source, column }): Difference => {
      const example = parsed.bad.find((item) => item.column === source)
      return {
        kind: 'type',
        column: source,
        expected: column.type,
        line: example?.line,
        found: example?.found,
      }
    })
  refuseDifferences(differences)
}
