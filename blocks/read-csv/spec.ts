/** Reads a CSV file: spec half. */
import { tableOut } from '#pipeline/findings.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { readCsvConfigSchema } from './config.ts'
import type { ReadCsvConfig } from './config.ts'
import { docs } from './docs.ts'
import { dateOrderFindings } from './date-order-findings.ts'
import { foundWith, ruleFindings, tableSchemaOf } from '#blocks/file-reader/schema.ts'

export const readCsv = defineBlock<ReadCsvConfig>({
  spec: {
    id: 'read-csv',
    version: 1,
    title: { de: 'CSV lesen', en: 'Read CSV' },
    synonyms: {
      de: ['Datei', 'Text', 'Tabelle', 'Excel-Export', 'importieren', 'laden', 'Messdaten'],
      en: ['file', 'text', 'table', 'spreadsheet export', 'import', 'load', 'measurements'],
    },
    docs,
    category: 'data',
    icon: 'file-type-csv',
    inputs: [],
    outputs: [{ name: 'table', title: { de: 'Tabelle', en: 'Table' }, type: 'table' }],
    role: 'read',
    effect: 'none',
    isolation: 'child',
    exactness: { kind: 'bits' },
    modes: ['batch'],
    timeouts: { startToCloseMs: 3_600_000, heartbeatMs: 10_000 },
    retry: 'resource',
    quality: 'ignore',
    native: [],
    usesZones: true,
    fileField: 'file',
  },
  config: readCsvConfigSchema,
  outputs(_inputs, config) {
    if (!config.detected) return {}
    const found = foundWith(config.detected, config.grid)
    const findings = ruleFindings(found, config)
    if (findings.length > 0) return { findings }
    return { outputs: { table: tableOut(tableSchemaOf(found, config)) }, findings: dateOrderFindings(config) }
  },
  needsInspect: (config) => config.detected === undefined,
  example: {
    config: {
      file: 'example.csv',
      zone: 'Europe/Berlin',
      columns: [{ source: 'power', unit: 'kW', kind: 'level' }],
    },
    note: {
      de: 'Liest Leistungswerte mit Berliner Ortszeit.',
      en: 'Reads power values on the clock of Berlin.',
    },
  },
})
