/** The value one season earlier, the forecast that others are measured against. */
import { z } from 'zod'
import { duration, durationOrZero, durationUs } from '#blocks/durations.ts'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { shifted } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  checkLeaks,
  checkNewNames,
  findingsOf,
  ownFinding,
  refuse,
  requireNumeric,
  requireRegularGrid,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

export const seasonalNaiveConfig = z.strictObject({
  target: z.string().min(1).max(200).describe('Column to predict'),
  season: duration.default('1 d').describe('How long ago; a multiple of the grid'),
  horizon: durationOrZero.default('0 s').describe('How far ahead the forecast is issued'),
  name: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Name of the new column; absent: <target>_seasonal_naive'),
})
export type SeasonalNaiveConfig = z.infer<typeof seasonalNaiveConfig>

export const seasonalNaive = defineBlock<SeasonalNaiveConfig>({
  spec: {
    ...ownKernel,
    id: 'seasonal-naive',
    version: 1,
    title: { de: 'Vorsaison als Vorhersage', en: 'Seasonal naive' },
    synonyms: {
      de: ['Naive Prognose', 'Vortag', 'Vorwoche', 'Vergleich', 'Referenzprognose', 'Persistenz'],
      en: [
        'naive forecast',
        'same time yesterday',
        'same time last week',
        'baseline',
        'persistence',
        'benchmark',
      ],
    },
    docs,
    category: 'models',
    icon: 'repeat',
    inputs: tableIn,
    outputs: tableResult,
    role: 'apply',
    modes: ['batch', 'streaming'],
    quality: 'carry',
  },
  config: seasonalNaiveConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const step = requireRegularGrid(table, 'table')
    const target = requireNumeric(table, config.target, 'target')
    if (!step.ok || !target.ok) return refuse(findingsOf(step, target))
    const forecast = forecastColumn(target.value, config)
    const problems = checkNewNames(table, [forecast.name], 'name')
    if (durationUs(config.season) % step.value !== 0) problems.push(offGrid)
    if (problems.length > 0) return refuse(problems)
    const extended = { ...table, columns: [...table.columns, forecast] }
    return { outputs: { table: tableOut(extended) }, findings: leaks(extended, forecast, config) }
  },
  forecast: ({ target, horizon }) => ({ target, horizonUs: durationUs(horizon) }),
  lookBackUs: (config) => durationUs(config.season),
  example: {
    config: { target: 'level', season: '1 d' },
    note: {
      de: 'Der Wert zur selben Zeit am Tag davor.',
      en: 'The value at the same time of the day before.',
    },
  },
})

function forecastColumn(target: Column, { season, name }: SeasonalNaiveConfig): Column {
  const earlier = shifted(target, durationUs(season))
  return { ...earlier, name: name ?? `${target.name}_seasonal_naive`, nullable: true }
}

function leaks(table: TableSchema, forecast: Column, { target, horizon }: SeasonalNaiveConfig): Finding[] {
  const horizonUs = durationUs(horizon)
  const found = checkLeaks(table, { features: [forecast.name], target, horizonUs })
  return found.map((finding) => ({ ...finding, field: 'season' }))
}

const offGrid = ownFinding(
  'seasonal-naive.off-grid',
  {
    text: {
      de: 'Die Saison ist kein Vielfaches des Rasters der Tabelle.',
      en: "The season is no multiple of the table's grid.",
    },
    remedy: { de: 'Wählen Sie ein Vielfaches des Rasters.', en: 'Choose a multiple of the grid.' },
  },
  { field: 'season' },
)
