/** Settings of read-csv. What is left out is detected by inspect() and frozen into `detected`. */
import { z } from 'zod'
import { columnRuleSchema, foundTableShape } from '#blocks/file-reader/column-rules.ts'
import { statedGrid, timeRulesShape } from '#blocks/time-zone/rules.ts'
import { fileConfigSchema } from '#pipeline/file-ref.ts'
import { columnStamps } from '#pipeline/ports.ts'
import { dateFormat } from './date-format.ts'
import { dialectSchema, encodings } from './dialect.ts'

const format = z
  .string()
  .max(100)
  .refine((text) => dateFormat(text) !== undefined, 'unknown date format')

export const csvColumnRuleSchema = columnRuleSchema.extend({ dateFormat: format.optional() })

export const readCsvConfigSchema = z.strictObject({
  file: fileConfigSchema,
  encoding: z.enum(encodings).optional(),
  separator: z.string().length(1).optional(),
  quote: z.string().max(1).default('"'),
  decimalMark: z.enum(['.', ',']).optional(),
  thousands: z.string().max(1).optional(),
  skipLines: z.number().int().min(0).max(10_000).optional(),
  header: z.boolean().optional(),
  missingTokens: z
    .array(z.string().max(100))
    .max(100)
    .default(['', 'NA', 'N/A', 'n/a', 'null', 'NULL', '#N/A']),
  /** null: the table has no time. Left out: the first column of dates. */
  timeColumn: z.string().max(200).nullable().optional(),
  dateFormat: format.optional(),
  ...timeRulesShape,
  grid: statedGrid,
  stamp: z.enum(columnStamps).default('instant'),
  columns: z.array(csvColumnRuleSchema).max(20_000).default([]),
  onBadRow: z.enum(['refuse', 'skip']).default('refuse'),
  /** Filled in by inspect(): how the file is written, its columns under their names in the file, its time. */
  detected: z.strictObject({ dialect: dialectSchema, ...foundTableShape }).optional(),
})
export type ReadCsvConfig = z.infer<typeof readCsvConfigSchema>
export type Detected = NonNullable<ReadCsvConfig['detected']>
