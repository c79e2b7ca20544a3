/** The same columns as another type: text that holds numbers becomes numbers. */
import { z } from 'zod'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { dateFormat } from '#blocks/read-csv/date-format.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { checkNewNames, collect, findingsOf, refuse, requireType } from '#pipeline/findings.ts'
import { tableAt, tableOut } from '#pipeline/findings.ts'
import type { Column, ColumnType } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

const wish = z.strictObject({
  column: z.string().min(1).max(200).describe('What is converted'),
  type: z.enum(['number', 'integer', 'boolean', 'time']).describe('What it becomes'),
  decimalMark: z.enum(['.', ',']).default('.').describe('In text that holds numbers'),
  dateFormat: z
    .string()
    .max(80)
    .refine((format) => dateFormat(format) !== undefined, 'no format, such as %d.%m.%Y %H:%M')
    .optional()
    .describe('In text that holds times; empty: ISO 8601'),
})
export type TypeWish = z.infer<typeof wish>

export const convertTypesConfig = z.strictObject({
  columns: z.array(wish).min(1).max(1_000).describe('Which columns, and into which type'),
})
export type ConvertTypesConfig = z.infer<typeof convertTypesConfig>

/** From which types each can be made, itself included. */
const sources: Record<TypeWish['type'], ColumnType[]> = {
  number: ['text', 'integer', 'number'],
  integer: ['text', 'number', 'integer'],
  boolean: ['text', 'boolean'],
  time: ['text', 'time'],
}

export const convertTypes = defineBlock<ConvertTypesConfig>({
  spec: {
    ...ownKernel,
    id: 'convert-types',
    version: 1,
    title: { de: 'Typen umwandeln', en: 'Convert types' },
    synonyms: {
      de: ['Text in Zahl', 'Datentyp', 'parsen', 'ganze Zahl', 'Datum lesen'],
      en: ['text to number', 'data type', 'cast', 'parse', 'whole number', 'read a date'],
    },
    docs,
    category: 'preparation',
    icon: 'transform',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
  },
  config: convertTypesConfig,
  outputs: (inputs, { columns }) => {
    const table = tableAt(inputs, 'table')
    const found = collect(
      columns.map(({ column, type }, index) =>
        requireType(table, column, { types: sources[type], field: `columns.${index}.column` }),
      ),
    )
    const names = columns.map(({ column }) => column)
    const twice = checkNewNames({ columns: [] }, names, 'columns')
    if (!found.ok || twice.length > 0) return refuse(findingsOf(found), twice)
    const changed = table.columns.map((column) => converted(column, columns[names.indexOf(column.name)]))
    return { outputs: { table: tableOut({ ...table, columns: changed }) } }
  },
  example: {
    config: { columns: [{ column: 'count', type: 'number' }] },
    note: { de: 'Eine ganze Zahl als Dezimalzahl.', en: 'A whole number as a decimal one.' },
  },
})

/** What cannot be converted is missing. */
function converted(column: Column, one: TypeWish | undefined): Column {
  if (!one || one.type === column.type) return column
  return { ...column, type: one.type, nullable: true }
}
