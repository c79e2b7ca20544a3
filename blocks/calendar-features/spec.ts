/** What the calendar knows of every row, on the local clock. */
import { z } from 'zod'
import { durationOrZero } from '#blocks/durations.ts'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { knownAfter } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { checkNewNames, refuse, requireTime, tableAt, tableOut } from '#pipeline/findings.ts'
import type { Column } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

const wholeFeatures = [
  'hour',
  'weekday',
  'month',
  'day-of-year',
  'minute-of-day',
  'is-weekend',
  'is-holiday',
] as const
const circleFeatures = [
  'hour-sin',
  'hour-cos',
  'weekday-sin',
  'weekday-cos',
  'day-of-year-sin',
  'day-of-year-cos',
] as const
export const calendarFeatureNames = [...wholeFeatures, ...circleFeatures] as const
export type CalendarFeature = (typeof calendarFeatureNames)[number]
export type WholeFeature = (typeof wholeFeatures)[number]

const day = z.iso.date()

export const calendarFeaturesConfig = z.strictObject({
  features: z
    .array(z.enum(calendarFeatureNames))
    .min(1)
    .default(['hour', 'weekday', 'month', 'is-weekend'])
    .describe('What to add'),
  holidays: z.array(day).max(10_000).default([]).describe('Holidays'),
  before: durationOrZero.default('0 min').describe('Look at the clock this much before the stamp'),
  prefix: z.string().max(50).default('').describe('Put before the new names'),
})
export type CalendarFeaturesConfig = z.infer<typeof calendarFeaturesConfig>

export const calendarFeatures = defineBlock<CalendarFeaturesConfig>({
  spec: {
    ...ownKernel,
    id: 'calendar-features',
    version: 1,
    title: { de: 'Kalendermerkmale', en: 'Calendar features' },
    synonyms: {
      de: ['Wochentag', 'Uhrzeit', 'Feiertag', 'Wochenende', 'Jahreszeit', 'Saison'],
      en: ['weekday', 'time of day', 'holiday', 'weekend', 'season', 'date parts'],
    },
    docs,
    category: 'features',
    icon: 'calendar',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
    usesZones: true,
  },
  config: calendarFeaturesConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const time = requireTime(table, 'table')
    if (!time.ok) return refuse(time.findings)
    const added = config.features.map((feature) => featureColumn(feature, config.prefix))
    const findings = checkNewNames(
      table,
      added.map(({ name }) => name),
      'features',
    )
    if (findings.length > 0) return refuse(findings)
    return { outputs: { table: tableOut({ ...table, columns: [...table.columns, ...added] }) } }
  },
  example: {
    config: { features: ['hour', 'is-holiday'], holidays: ['2024-12-25'] },
    note: { de: 'Stunde und Feiertag auf der Uhr vor Ort.', en: 'Hour and holiday on the local clock.' },
  },
})

export function isWhole(feature: CalendarFeature): feature is WholeFeature {
  return (wholeFeatures as readonly string[]).includes(feature)
}

/** Known in advance; whole numbers are integers, so that models can calculate with 0 and 1 too. */
function featureColumn(feature: CalendarFeature, prefix: string): Column {
  const type = isWhole(feature) ? 'integer' : 'number'
  const name = `${prefix}${feature.replaceAll('-', '_')}`
  return { name, type, unit: '1', kind: 'level', nullable: false, ...knownAfter(null) }
}
