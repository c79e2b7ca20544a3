/** Writes a table as a Parquet file: spec half. */
import { z } from 'zod'
import { fileName, fileWriter, writtenFile } from '#blocks/file-writer.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { checkNewNames, ownFinding, refuse, tableAt } from '#pipeline/findings.ts'
import { docs } from './docs.ts'

export const writeParquetConfig = z.strictObject({
  fileName: fileName.default('table.parquet'),
  compression: z.enum(['zstd', 'snappy', 'none']).default('zstd'),
})
export type WriteParquetConfig = z.infer<typeof writeParquetConfig>

export const writeParquet = defineBlock<WriteParquetConfig>({
  spec: {
    ...fileWriter,
    id: 'write-parquet',
    version: 1,
    title: { de: 'Parquet schreiben', en: 'Write Parquet' },
    synonyms: {
      de: ['Datei', 'exportieren', 'speichern', 'archivieren'],
      en: ['file', 'export', 'save', 'archive'],
    },
    docs,
    icon: 'file-database',
    isolation: 'child',
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
    return { outputs: writtenFile }
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
