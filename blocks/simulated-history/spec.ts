/** A year of a compressed-air station whose truth is known. */
import { z } from 'zod'
import { duration, durationUs } from '#blocks/durations.ts'
import { instantText } from '#blocks/kernels/instants.ts'
import { ownKernel } from '#blocks/own-kernel.ts'
import { isZoneName } from '#blocks/time-zone/zone-table.ts'
import { knownAfter } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { tableOut } from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

const dayUs = 86_400_000_000
const maxRows = 5_000_000

export const simulatedHistoryConfig = z
  .strictObject({
    start: instantText.default('2025-01-01').describe('First step; without offset on the clock of the zone'),
    days: z.number().int().min(1).max(3_660).default(365).describe('Days of 24 hours'),
    step: duration
      .default('1 h')
      .refine((text) => dayUs % durationUs(text) === 0, 'must divide a day')
      .describe('Length of a step'),
    zone: z
      .string()
      .refine(isZoneName, 'no time zone')
      .default('Europe/Berlin')
      .describe('Time zone of the shifts'),
    seed: z
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .default(1)
      .describe('Another seed, another history'),
    missing: z.number().min(0).max(0.5).default(0).describe('Share of measured values that are missing'),
  })
  .refine(({ days, step }) => (days * dayUs) / durationUs(step) <= maxRows, {
    message: `more than ${maxRows} rows`,
    path: ['days'],
  })
export type SimulatedHistoryConfig = z.infer<typeof simulatedHistoryConfig>

export const truthMetrics = [
  'base_load_kW',
  'power_per_flow_kWh_per_m3',
  'power_per_pressure_kW_per_bar',
  'power_per_temperature_kW_per_K',
  'noise_kW',
  'leak_flow_before_m3_per_h',
  'leak_flow_after_m3_per_h',
  'leak_energy_kWh',
]

export const simulatedHistory = defineBlock<SimulatedHistoryConfig>({
  spec: {
    ...ownKernel,
    id: 'simulated-history',
    version: 1,
    title: { de: 'Simulierte Druckluftstation', en: 'Simulated compressed-air station' },
    synonyms: {
      de: ['Beispieldaten', 'Testdaten', 'Simulation', 'Druckluft', 'Kompressor', 'Demo'],
      en: ['example data', 'test data', 'simulation', 'compressed air', 'compressor', 'demo'],
    },
    docs,
    category: 'data',
    icon: 'engine',
    inputs: [],
    outputs: [
      { name: 'table', title: { de: 'Messwerte', en: 'Measurements' }, type: 'table' },
      { name: 'truth', title: { de: 'Wahrheit', en: 'Truth' }, type: 'metrics' },
    ],
    role: 'read',
    modes: ['batch'],
    quality: 'carry',
    usesZones: true,
  },
  config: simulatedHistoryConfig,
  outputs: (_, config) => ({
    outputs: { table: tableOut(historySchema(config)), truth: { type: 'metrics', names: truthMetrics } },
  }),
  example: {
    config: { days: 28 },
    note: { de: 'Vier Wochen in Stundenwerten.', en: 'Four weeks of hourly values.' },
  },
})

/** Columns in the order in which run() fills them. */
export function historySchema({ step, zone, missing }: SimulatedHistoryConfig): TableSchema {
  const stepUs = durationUs(step)
  const planned = { stamp: 'interval-start', nullable: false, ...knownAfter(null) } as const
  const measured = {
    type: 'number',
    stamp: 'interval-start',
    nullable: missing > 0,
    ...knownAfter(stepUs),
  } as const
  const power = { ...measured, unit: 'kW', quantity: 'power', kind: 'level' } as const
  const pressure = { unit: 'bar', quantity: 'pressure.gauge', kind: 'level' } as const
  const columns: Column[] = [
    { name: 'time', type: 'time', ...planned },
    { name: 'energy', ...measured, unit: 'kW.h', quantity: 'energy', kind: 'amount' },
    { name: 'power', ...power },
    { name: 'power_compressor_1', ...power },
    { name: 'power_compressor_2', ...power },
    { name: 'power_compressor_3', ...power },
    { name: 'flow', ...measured, unit: 'm3{norm}/h', kind: 'level' },
    { name: 'pressure', ...measured, ...pressure },
    { name: 'ambient_temperature', ...measured, unit: 'Cel', quantity: 'temperature', kind: 'level' },
    { name: 'pressure_setpoint', type: 'number', ...planned, ...pressure },
    { name: 'planned_rate', type: 'number', ...planned, unit: '1/h', kind: 'level' },
    { name: 'shift', type: 'text', ...planned },
  ]
  return { columns, time: { column: 'time', zone, grid: { stepUs } } }
}
