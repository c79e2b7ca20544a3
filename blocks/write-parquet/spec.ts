/** Writes a table as a Parquet file: spec half. */
import { z } from 'zod'
import { tableIn } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { checkNewNames, ownFinding, refuse, tableAt } from '#pipeline/findings.ts'
import { docs } from './docs.ts'

export const writeParquetConfig = z.strictObject({
  fileName: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^/\\\u0000-\u001f]+$/, 'a name, not a path')
    .default('table.parquet'),
  compression: z.enum(['zstd', 'snappy', 'none']).default('zstd'),
})
export type WriteParquetConfig = z.infer<typeof writeParquetConfig>

export const writeParquet = defineBlock<WriteParquetConfig>({
  spec: {
    id: 'write-parquet',
    version: 1,
    title: { de: 'Parquet schreiben', en: 'Write Parquet' },
    synonyms: {
      de: ['Datei', 'exportieren', 'speichern', 'archivieren'],
      en: ['file', 'export', 'save', 'archive'],
    },
    docs,
    category: 'output',
    icon: 'file-database',
    inputs: tableIn,
    outputs: [{ name: 'file', title: { de: 'Datei', en: 'File' }, type: 'report' }],
    role: 'write',
    effect: 'none',
    isolation: 'child',
    exactness: { kind: 'bits' },
    modes: ['batch'],
    timeouts: { startToCloseMs: 3_600_000, heartbeatMs: 10_000 },
    retry: 'resource',
    quality: 'ignore',
    native: ['@duckdb/node-api'],
  },
  config: writeParquetConfig,
  // The writer's names do not tell capitals from small letters.
  outputs: (inputs) => {
    const names = tableAt(inputs, 'table').columns.map((column) => column.name)
    if (names.length === 0) return refuse(noColumns())
    const alike = checkNewNames(
      { columns: [] },
      names.map((name) => name.toLowerCase()),
    )
    if (alike.length > 0) return refuse(alike)
    return { outputs: { file: { type: 'report' } } }
  },
  example: {
    config: { fileName: 'hours.parquet' },
    note: { de: 'Schreibt alle Spalten mit ihren Einheiten.', en: 'Writes all columns with their units.' },
  },
})

function noColumns() {
  const text = { de: 'Die Tabelle hat keine Spalten.', en: 'The table has no columns.' }
  const remedy = { de: 'Mindestens eine Spalte auswählen.', en: 'Select at least one column.' }
  return ownFinding('write-parquet.no-columns', { text, remedy }, { port: 'table' })
}
