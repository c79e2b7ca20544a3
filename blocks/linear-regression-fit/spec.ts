/** Learns a linear model by least squares. */
import { z } from 'zod'
import { durationOrZero, durationUs } from '#blocks/durations.ts'
import { numericTypes } from '#blocks/linear-algebra/floats.ts'
import { ownKernel } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import type { Check } from '#pipeline/findings.ts'
import {
  checkLeaks,
  ownFinding,
  refuse,
  requireColumns,
  requireNumeric,
  tableAt,
} from '#pipeline/findings.ts'
import type { Column, PortSchema, TableSchema } from '#pipeline/ports.ts'
import { ownDifference } from '#pipeline/quantities.ts'
import { docs } from './docs.ts'

const column = z.string().min(1).max(200)

export const linearRegressionFitConfig = z.strictObject({
  target: column.describe('Column to predict'),
  features: z
    .array(column)
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'a feature is listed twice')
    .optional()
    .describe('Columns to predict it from; absent: every numeric column but the target'),
  horizon: durationOrZero.default('0s').describe('How far ahead the prediction is issued'),
  intercept: z.boolean().default(true).describe('A constant term is learnt too'),
})
export type LinearRegressionFitConfig = z.infer<typeof linearRegressionFitConfig>

/** Metrics that do not depend on the features. */
export const fitMetrics = [
  'r2',
  'rmse',
  'rows_used',
  'rows_missing',
  'rows_not_finite',
  'condition',
  'intercept',
]

export const linearRegressionFit = defineBlock<LinearRegressionFitConfig>({
  spec: {
    id: 'linear-regression-fit',
    version: 1,
    title: { de: 'Lineare Regression lernen', en: 'Fit linear regression' },
    synonyms: {
      de: [
        'Kleinste Quadrate',
        'OLS',
        'Regressionsgerade',
        'Einflussgrößen',
        'Energietreiber',
        'Modell trainieren',
      ],
      en: ['least squares', 'OLS', 'linear model', 'drivers', 'coefficients', 'train model'],
    },
    docs,
    category: 'models',
    icon: 'chart-dots',
    inputs: [{ name: 'table', title: { de: 'Lerndaten', en: 'Training data' }, type: 'table' }],
    outputs: [
      { name: 'model', title: { de: 'Modell', en: 'Model' }, type: 'model' },
      { name: 'metrics', title: { de: 'Kennzahlen', en: 'Metrics' }, type: 'metrics' },
      { name: 'drivers', title: { de: 'Einflussgrößen', en: 'Drivers' }, type: 'table' },
    ],
    role: 'fit',
    ...ownKernel,
    modes: ['batch'],
    quality: 'bad-is-missing',
  },
  config: linearRegressionFitConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const target = requireNumeric(table, config.target, 'target')
    const features = featureColumns(table, config)
    if (!target.ok) return refuse(target.findings, features.ok ? [] : features.findings)
    if (!features.ok) return refuse(features.findings)
    const names = features.value.map((item) => item.name)
    const horizonUs = durationUs(config.horizon)
    const field = config.features && 'features'
    const findings = checkLeaks(table, { features: names, target: config.target, horizonUs, field })
    return { outputs: promised(features.value, target.value, horizonUs), findings }
  },
  example: {
    config: { target: 'energy', features: ['flow', 'pressure_setpoint', 'ambient_temperature'] },
    note: {
      de: 'Welche Größe treibt den Stromverbrauch der Druckluftstation?',
      en: 'Which signal drives the energy use of the compressed-air station?',
    },
  },
})

/** The features asked for, or all numeric columns but the target. */
function featureColumns(table: TableSchema, config: LinearRegressionFitConfig): Check<Column[]> {
  const found: Check<Column[]> = config.features
    ? requireColumns(table, config.features, 'features')
    : { ok: true, value: table.columns.filter((item) => isNumeric(item) && item.name !== config.target) }
  if (!found.ok) return found
  const others = found.value.flatMap((item, index) => (isNumeric(item) ? [] : [notNumeric(item, index)]))
  if (found.value.length === 0) others.push(noFeatures)
  return others.length > 0 ? { ok: false, findings: others } : found
}

function isNumeric(item: Column): boolean {
  return (numericTypes as readonly string[]).includes(item.type)
}

function notNumeric(item: Column, index: number) {
  const text = {
    de: `Die Spalte „${item.name}“ enthält keine Zahlen (Typ ${item.type}).`,
    en: `The column "${item.name}" holds no numbers (type ${item.type}).`,
  }
  const remedy = {
    de: 'Nehmen Sie die Spalte aus den Merkmalen oder leiten Sie Zahlen daraus ab, etwa mit Kalendermerkmalen.',
    en: 'Take the column out of the features, or derive numbers from it, for instance by calendar features.',
  }
  return ownFinding('linear-regression-fit.feature-type', { text, remedy }, { field: `features.${index}` })
}

const noFeatures = ownFinding(
  'linear-regression-fit.no-features',
  {
    text: {
      de: 'Außer der Zielgröße gibt es keine Spalte mit Zahlen.',
      en: 'There is no numeric column besides the target.',
    },
    remedy: {
      de: 'Fügen Sie Merkmale hinzu, etwa Verzögerungen oder Kalendermerkmale.',
      en: 'Add features, for instance lags or calendar features.',
    },
  },
  { port: 'table' },
)

function promised(features: Column[], target: Column, horizonUs: number): Record<string, PortSchema> {
  const names = features.map((item) => item.name)
  return {
    model: { type: 'model', method: 'linear-regression', features, target, horizonUs },
    metrics: {
      type: 'metrics',
      names: [
        ...fitMetrics,
        ...names.map((name) => `coefficient.${name}`),
        ...names.map((name) => `effect.${name}`),
      ],
    },
    drivers: { type: 'table', table: driversTable(target) },
  }
}

/** One row per feature, largest effect first. */
function driversTable(target: Column): TableSchema {
  const known = { nullable: false, availabilityUs: 0 }
  return {
    columns: [
      { name: 'feature', type: 'text', ...known },
      { name: 'unit', type: 'text', nullable: true, availabilityUs: 0 },
      { name: 'coefficient', type: 'number', ...known },
      { name: 'effect', type: 'number', ...known, ...ownDifference(target) },
      { name: 'share', type: 'number', unit: '1', ...known },
    ],
  }
}
