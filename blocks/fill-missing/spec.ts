/** Fills missing values within a largest gap. */
import { z } from 'zod'
import { duration, durationUs } from '#blocks/durations.ts'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { shifted } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  collect,
  findingsOf,
  ownFinding,
  refuse,
  requireTime,
  requireType,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Column, ColumnType, TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

export const fillMissingConfig = z.strictObject({
  columns: z.array(z.string().min(1)).default([]).describe('Columns; empty: all that the method can fill'),
  method: z.enum(['forward', 'linear', 'constant']).default('forward').describe('How to fill'),
  maxGap: duration.default('1 h').describe('Largest gap to fill'),
  value: z.union([z.number(), z.string(), z.boolean()]).optional().describe('The constant'),
  nanIsMissing: z.boolean().default(false).describe('Fill NaN too'),
})
export type FillMissingConfig = z.infer<typeof fillMissingConfig>

export const fillMissing = defineBlock<FillMissingConfig>({
  spec: {
    ...ownKernel,
    id: 'fill-missing',
    version: 1,
    title: { de: 'Fehlendes füllen', en: 'Fill missing values' },
    synonyms: {
      de: ['Lücken schließen', 'interpolieren', 'letzter Wert', 'ergänzen', 'Imputation'],
      en: ['interpolate', 'forward fill', 'ffill', 'impute', 'gaps', 'last observation carried forward'],
    },
    docs,
    category: 'preparation',
    icon: 'droplet-half',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
  },
  config: fillMissingConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    if (config.method === 'constant' && config.value === undefined) return refuse(valueNeeded)
    const time =
      config.method === 'constant' ? { ok: true as const, value: table.time } : requireTime(table, 'table')
    const names = namesToFill(table, config)
    const types = config.columns.length > 0 ? fillable(config) : allTypes
    const columns = collect(
      names.map((name, index) => requireType(table, name, { types, field: `columns.${index}` })),
    )
    if (!time.ok || !columns.ok) return refuse(findingsOf(time, columns))
    const isFilled = new Set(names)
    const filled = table.columns.map((column) =>
      isFilled.has(column.name) ? filledColumn(column, config) : column,
    )
    return { outputs: { table: tableOut({ ...table, columns: filled }) } }
  },
  lookBackUs: ({ method, maxGap }) => (method === 'constant' ? 0 : durationUs(maxGap)),
  lookAheadUs: ({ method, maxGap }) => (method === 'linear' ? durationUs(maxGap) : 0),
  example: {
    config: { columns: ['level'], method: 'linear', maxGap: '1 h' },
    note: {
      de: 'Lücken bis zu einer Stunde durch eine Gerade.',
      en: 'Gaps of up to an hour by a straight line.',
    },
  },
})

const allTypes: ColumnType[] = ['number', 'integer', 'text', 'boolean', 'time']

/** Types that the method can fill. */
function fillable({ method, value }: FillMissingConfig): ColumnType[] {
  if (method === 'linear') return ['number']
  if (method === 'forward') return allTypes
  if (typeof value === 'number') return Number.isSafeInteger(value) ? ['number', 'integer'] : ['number']
  return typeof value === 'string' ? ['text'] : ['boolean']
}

/** The named columns, or every column but the time that the method can fill. */
export function namesToFill(table: TableSchema, config: FillMissingConfig): string[] {
  if (config.columns.length > 0) return config.columns
  const types = fillable(config)
  return table.columns
    .filter(({ name, type }) => name !== table.time?.column && types.includes(type))
    .map(({ name }) => name)
}

function filledColumn(column: Column, { method, maxGap }: FillMissingConfig): Column {
  if (method === 'constant') return { ...column, nullable: false }
  return method === 'linear' ? shifted(column, -durationUs(maxGap)) : column
}

const valueNeeded = ownFinding(
  'fill-missing.value',
  {
    text: { de: 'Die Konstante zum Füllen fehlt.', en: 'The constant to fill with is not given.' },
    remedy: { de: 'Einen Wert vom Typ der Spalten angeben.', en: 'Give a value of the type of the columns.' },
  },
  { field: 'value' },
)
