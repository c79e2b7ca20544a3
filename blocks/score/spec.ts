/** Compares predictions with what came true. */
import { z } from 'zod'
import { ownKernel } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { refuse, requireNumeric, requireNumerics, tableAt } from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column } from '#pipeline/ports.ts'
import { isSameUnit, quantityOf } from '#pipeline/quantities.ts'
import { docs } from './docs.ts'

const column = z.string().min(1).max(200)

export const scoreConfig = z.strictObject({
  actual: column.describe('Column of true values'),
  predictions: z
    .array(column)
    .min(1)
    .max(100)
    .refine((names) => new Set(names).size === names.length, 'a prediction is listed twice')
    .describe('Columns to score'),
  baseline: column.optional().describe('A prediction the others are measured against'),
})
export type ScoreConfig = z.infer<typeof scoreConfig>

const countMetrics = ['n', 'rows_missing', 'rows_not_finite'] as const
const errorMetrics = ['mae', 'rmse', 'mape', 'zero_actuals', 'r2', 'cv_rmse', 'nmbe'] as const
const baselineMetrics = ['rmse_vs_baseline', 'skill'] as const

export const score = defineBlock<ScoreConfig>({
  spec: {
    id: 'score',
    version: 1,
    title: { de: 'Güte bewerten', en: 'Score' },
    synonyms: {
      de: ['Fehler', 'Bewertung', 'Genauigkeit', 'Güte', 'RMSE', 'MAE', 'MAPE', 'R²', 'CV(RMSE)', 'NMBE'],
      en: [
        'error',
        'evaluate',
        'accuracy',
        'goodness of fit',
        'RMSE',
        'MAE',
        'MAPE',
        'R2',
        'CV(RMSE)',
        'NMBE',
      ],
    },
    docs,
    category: 'evaluation',
    icon: 'target-arrow',
    inputs: [
      { name: 'table', title: { de: 'Ist und Vorhersage', en: 'Actual and predicted' }, type: 'table' },
    ],
    outputs: [{ name: 'metrics', title: { de: 'Kennzahlen', en: 'Metrics' }, type: 'metrics' }],
    role: 'score',
    ...ownKernel,
    modes: ['batch'],
    quality: 'bad-is-missing',
  },
  config: scoreConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const actual = requireNumeric(table, config.actual, 'actual')
    const predictions = requireNumerics(table, config.predictions, 'predictions')
    const baseline =
      config.baseline === undefined ? actual : requireNumeric(table, config.baseline, 'baseline')
    const missing = [actual, predictions, baseline].flatMap((check) => (check.ok ? [] : check.findings))
    if (!actual.ok || !predictions.ok || !baseline.ok) return refuse(missing)
    const findings = [
      ...predictions.value.flatMap((item, index) => sameUnit(item, actual.value, `predictions.${index}`)),
      ...sameUnit(baseline.value, actual.value, 'baseline'),
    ]
    return findings.length > 0
      ? refuse(findings)
      : { outputs: { metrics: { type: 'metrics', names: metricNames(config) } } }
  },
  judged: scoredColumns,
  example: {
    config: { actual: 'energy', predictions: ['energy_predicted'], baseline: 'energy_seasonal_naive' },
    note: {
      de: 'Wie viel besser ist das Modell als der Wert der Vorwoche?',
      en: 'How much better is the model than the value of a week before?',
    },
  },
})

/** Predictions that are scored: those asked for, then the baseline when it is another column. */
export function scoredColumns(config: ScoreConfig): string[] {
  const { predictions, baseline } = config
  return baseline === undefined || predictions.includes(baseline) ? predictions : [...predictions, baseline]
}

export function metricNames(config: ScoreConfig): string[] {
  const each = scoredColumns(config).flatMap((name) => {
    const versus = config.baseline === undefined || config.baseline === name ? [] : baselineMetrics
    return [...errorMetrics, ...versus].map((metric) => `${name}.${metric}`)
  })
  return [...countMetrics, ...each]
}

function sameUnit(found: Column, actual: Column, field: string): Finding[] {
  const refused = (code: 'unit' | 'quantity', values: object): Finding[] => [
    { code, field, params: { column: found.name, ...values } },
  ]
  const [quantity, expected] = [quantityOf(found), quantityOf(actual)]
  if (quantity !== expected)
    return refused('quantity', { found: quantity ?? found.unit, expected: expected ?? actual.unit })
  return isSameUnit(found, actual) ? [] : refused('unit', { found: found.unit, expected: actual.unit })
}
