/** The same columns in other units. */
import { z } from 'zod'
import { statedQuantity, statedUnit } from '#blocks/file-reader/stated.ts'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  checkNewNames,
  collect,
  findingsOf,
  refuse,
  requireConversion,
  requireNumeric,
} from '#pipeline/findings.ts'
import { tableAt, tableOut } from '#pipeline/findings.ts'
import type { Check } from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { isIdentity, quantityOf } from '#pipeline/quantities.ts'
import type { Physical } from '#pipeline/quantities.ts'
import type { LinearConversion } from '#pipeline/units.ts'
import { docs } from './docs.ts'

const wish = z.strictObject({
  column: z.string().min(1).max(200).describe('A number'),
  unit: statedUnit.describe('UCUM code, such as kW.h, Cel, bar'),
  quantity: statedQuantity.optional().describe('What it measures; empty: as before'),
})
type Wish = z.infer<typeof wish>

export const convertUnitsConfig = z.strictObject({
  columns: z.array(wish).min(1).max(1_000).describe('Which columns, and into which unit'),
})
export type ConvertUnitsConfig = z.infer<typeof convertUnitsConfig>

export const convertUnits = defineBlock<ConvertUnitsConfig>({
  spec: {
    ...ownKernel,
    id: 'convert-units',
    version: 1,
    title: { de: 'Einheiten umrechnen', en: 'Convert units' },
    synonyms: {
      de: ['Einheit', 'umrechnen', 'kW in W', '°C in K', 'Skalieren'],
      en: ['unit', 'conversion', 'kW to W', '°C to K', 'scale'],
    },
    docs,
    category: 'preparation',
    icon: 'ruler-measure',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
  },
  config: convertUnitsConfig,
  outputs: (inputs, { columns }) => {
    const table = tableAt(inputs, 'table')
    const names = columns.map(({ column }) => column)
    const found = collect(columns.map((one, index) => conversionFor(table, one, index)))
    const twice = checkNewNames({ columns: [] }, names, 'columns')
    if (!found.ok || twice.length > 0) return refuse(findingsOf(found), twice)
    const changed = table.columns.map((column) => {
      const index = names.indexOf(column.name)
      return index < 0 ? column : converted(column, columns[index], found.value[index])
    })
    return { outputs: { table: tableOut({ ...table, columns: changed }) } }
  },
  example: {
    config: { columns: [{ column: 'amount', unit: 'MJ' }] },
    note: { de: 'Energie in MJ statt kWh.', en: 'Energy in MJ instead of kWh.' },
  },
})

/** What the values are to be: without another wish they go on measuring what they did. */
export function wanted({ unit, quantity }: Wish, column: Column): Physical {
  const kept = quantity ?? quantityOf(column)
  return { unit, ...(kept !== undefined && { quantity: kept }) }
}

function conversionFor(table: TableSchema, one: Wish, index: number): Check<LinearConversion> {
  const column = requireNumeric(table, one.column, `columns.${index}.column`)
  return column.ok
    ? requireConversion(column.value, wanted(one, column.value), `columns.${index}.unit`)
    : column
}

/** Whole numbers stay so only where nothing is calculated. */
function converted(column: Column, one: Wish, conversion: LinearConversion): Column {
  return { ...column, type: isIdentity(conversion) ? column.type : 'number', ...wanted(one, column) }
}
