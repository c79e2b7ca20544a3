/** Reads a Parquet file: spec half. */
import { z } from 'zod'
import { columnRuleSchema, foundTableShape } from '#blocks/file-reader/column-rules.ts'
import { foundWith, ruleFindings, tableSchemaOf } from '#blocks/file-reader/schema.ts'
import { tableResult } from '#blocks/own-kernel.ts'
import { statedGrid, timeRulesShape } from '#blocks/time-zone/rules.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { fileConfigSchema } from '#pipeline/file-ref.ts'
import { tableOut } from '#pipeline/findings.ts'
import { columnStamps } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

export const readParquetConfig = z.strictObject({
  file: fileConfigSchema,
  /** null: the table has no time. Left out: the first column of times. */
  timeColumn: z.string().max(200).nullable().optional(),
  ...timeRulesShape,
  grid: statedGrid,
  stamp: z.enum(columnStamps).default('instant'),
  columns: z.array(columnRuleSchema).max(20_000).default([]),
  /** Filled in by inspect(): the columns under their names in the file, which of them are clock readings, the time. */
  detected: z.strictObject({ ...foundTableShape, clocks: z.array(z.string()) }).optional(),
})
export type ReadParquetConfig = z.infer<typeof readParquetConfig>

export const readParquet = defineBlock<ReadParquetConfig>({
  spec: {
    id: 'read-parquet',
    version: 1,
    title: { de: 'Parquet lesen', en: 'Read Parquet' },
    synonyms: {
      de: ['Datei', 'Tabelle', 'importieren', 'laden', 'Messdaten'],
      en: ['file', 'table', 'import', 'load', 'columnar', 'measurements'],
    },
    docs,
    category: 'data',
    icon: 'file-database',
    inputs: [],
    outputs: tableResult,
    role: 'read',
    effect: 'none',
    isolation: 'child',
    exactness: { kind: 'bits' },
    modes: ['batch'],
    timeouts: { startToCloseMs: 3_600_000, heartbeatMs: 10_000 },
    retry: 'resource',
    quality: 'ignore',
    native: ['@duckdb/node-api'],
    usesZones: true,
    fileField: 'file',
  },
  config: readParquetConfig,
  outputs: (_inputs, config) => {
    if (!config.detected) return {}
    const found = foundWith(config.detected, config.grid)
    const findings = ruleFindings(found, config)
    if (findings.length > 0) return { findings }
    return { outputs: { table: tableOut(tableSchemaOf(found, config)) } }
  },
  needsInspect: (config) => config.detected === undefined,
  example: {
    config: { file: 'example.parquet', zone: 'Europe/Berlin' },
    note: { de: 'Liest alle Spalten.', en: 'Reads all columns.' },
  },
})
