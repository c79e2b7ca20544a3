/** Writes a table as a CSV file: spec half. */
import { z } from 'zod'
import { fileName, fileWriter, writtenFile } from '#blocks/file-writer.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { ownFinding, refuse, tableAt } from '#pipeline/findings.ts'
import { docs } from './docs.ts'

export const writeCsvConfig = z.strictObject({
  fileName: fileName.default('table.csv'),
  separator: z.enum([',', ';', '\t', '|']).default(','),
  decimalMark: z.enum(['.', ',']).default('.'),
  header: z.boolean().default(true),
  missing: z.string().max(20).default('').describe('What stands for a missing value'),
  time: z
    .enum(['iso-utc', 'iso-offset', 'iso-local', 'epoch-us'])
    .default('iso-utc')
    .describe('How times are written; local times are those of the table’s zone'),
  byteOrderMark: z.boolean().default(false).describe('Lets spreadsheet programs see that the file is UTF-8'),
  lineEnd: z.enum(['lf', 'crlf']).default('lf'),
  neutraliseFormulas: z
    .boolean()
    .default(false)
    .describe('Puts an apostrophe before texts that a spreadsheet program would take for a formula'),
})
export type WriteCsvConfig = z.infer<typeof writeCsvConfig>

export const writeCsv = defineBlock<WriteCsvConfig>({
  spec: {
    ...fileWriter,
    id: 'write-csv',
    version: 1,
    title: { de: 'CSV schreiben', en: 'Write CSV' },
    synonyms: {
      de: ['Datei', 'exportieren', 'Excel', 'speichern'],
      en: ['file', 'export', 'spreadsheet', 'save'],
    },
    docs,
    icon: 'file-export',
    isolation: 'thread',
    usesZones: true,
  },
  config: writeCsvConfig,
  outputs: (inputs, config) => {
    tableAt(inputs, 'table')
    if (config.separator === config.decimalMark) return refuse(sameMark())
    return { outputs: writtenFile }
  },
  example: {
    config: {
      fileName: 'hours.csv',
      separator: ';',
      decimalMark: ',',
      time: 'iso-local',
      byteOrderMark: true,
    },
    note: { de: 'Für deutsche Tabellenprogramme.', en: 'For German spreadsheet programs.' },
  },
})

function sameMark() {
  const text = {
    de: 'Trennzeichen und Dezimalzeichen sind gleich.',
    en: 'Separator and decimal mark are the same.',
  }
  const remedy = {
    de: 'Mit Dezimalkomma das Semikolon nehmen.',
    en: 'Use the semicolon with decimal commas.',
  }
  return ownFinding('write-csv.same-mark', { text, remedy }, { field: 'separator' })
}
