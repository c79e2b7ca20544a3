/** Applies a linear model. */
import { z } from 'zod'
import { assignColumn } from '#pipeline/assign.ts'
import { combinedAvailability, isKnownAt, issueOffsetUs } from '#pipeline/availability.ts'
import type { Availability } from '#pipeline/availability.ts'
import { ownKernel } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  checkLeaks,
  checkNewNames,
  refuse,
  requireColumns,
  schemaAt,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column, PortSchema, TableSchema } from '#pipeline/ports.ts'
import { gridStepUs } from '#pipeline/ports.ts'
import { ownDifference } from '#pipeline/quantities.ts'
import { docs } from './docs.ts'

type ModelSchema = Extract<PortSchema, { type: 'model' }>

export const linearRegressionPredictConfig = z.strictObject({
  name: z.string().min(1).max(200).optional().describe('Name of the new column; absent: <target>_predicted'),
  contributions: z.boolean().default(false).describe('Add what each feature contributes'),
})
export type LinearRegressionPredictConfig = z.infer<typeof linearRegressionPredictConfig>

export const linearRegressionPredict = defineBlock<LinearRegressionPredictConfig>({
  spec: {
    id: 'linear-regression-predict',
    version: 1,
    title: { de: 'Lineare Regression anwenden', en: 'Predict with linear regression' },
    synonyms: {
      de: ['Vorhersage', 'Prognose', 'Modell anwenden', 'Beiträge'],
      en: ['prediction', 'forecast', 'apply model', 'inference', 'contributions'],
    },
    docs,
    category: 'models',
    icon: 'chart-line',
    inputs: [
      { name: 'model', title: { de: 'Modell', en: 'Model' }, type: 'model' },
      { name: 'table', title: { de: 'Tabelle', en: 'Table' }, type: 'table' },
    ],
    outputs: [{ name: 'table', title: { de: 'Mit Vorhersage', en: 'With prediction' }, type: 'table' }],
    role: 'apply',
    ...ownKernel,
    modes: ['batch', 'streaming'],
    quality: 'worst-of-window',
  },
  config: linearRegressionPredictConfig,
  outputs: (inputs, config) => {
    const model = schemaAt(inputs, 'model', 'model')
    const table = tableAt(inputs, 'table')
    const problems = [...checkModel(model, table), ...checkNewNames(table, newNames(model, config), 'name')]
    if (problems.length > 0) return refuse(problems)
    const added = addedColumns(model, table, config)
    return {
      outputs: { table: tableOut({ ...table, columns: [...table.columns, ...added] }) },
      findings: leaksOf(model, table),
    }
  },
  example: {
    config: { contributions: true },
    note: {
      de: 'Der erwartete Verbrauch und was jede Größe dazu beiträgt.',
      en: 'The expected use of energy, and what each signal contributes to it.',
    },
  },
})

function newNames(model: ModelSchema, config: LinearRegressionPredictConfig): string[] {
  const name = config.name ?? `${model.target.name}_predicted`
  if (!config.contributions) return [name]
  return [name, ...model.features.map((feature) => `${name}_from_${feature.name}`)]
}

function checkModel(model: ModelSchema, table: TableSchema): Finding[] {
  if (model.method !== 'linear-regression') {
    const params = { found: model.method, expected: 'linear-regression' }
    return [{ code: 'model-method', port: 'model', params }]
  }
  const names = model.features.map((feature) => feature.name)
  const found = requireColumns(table, names)
  if (!found.ok) return found.findings.map((finding) => ({ ...finding, port: 'table' }))
  return found.value.flatMap((column, index) => {
    const fit = assignColumn(column, { ...model.features[index], nullable: true })
    return fit.ok ? [] : [{ code: fit.code, port: 'table', params: fit.params }]
  })
}

function leaksOf(model: ModelSchema, table: TableSchema): Finding[] {
  const others = table.columns.filter((column) => column.name !== model.target.name)
  const features = model.features.map((feature) => feature.name)
  const checked = { ...table, columns: [...others, model.target] }
  return checkLeaks(checked, { features, target: model.target.name, horizonUs: model.horizonUs })
}

function addedColumns(
  model: ModelSchema,
  table: TableSchema,
  config: LinearRegressionPredictConfig,
): Column[] {
  const used = model.features.flatMap(
    (feature) => table.columns.find((column) => column.name === feature.name) ?? [],
  )
  const [name, ...contributions] = newNames(model, config)
  const { availabilityUs, availabilityTerms } = issuedWith(model, table, used)
  const prediction: Column = {
    ...physicsOf(model.target),
    name,
    type: 'number',
    nullable: used.some((column) => column.nullable),
    ...(used.some((column) => column.quality) && { quality: true }),
    availabilityUs,
    ...(availabilityTerms && { availabilityTerms }),
  }
  // A contribution is a difference: of °C in K, of a pressure neither gauge nor absolute.
  return [
    prediction,
    ...contributions.map((label) => ({ ...prediction, ...ownDifference(prediction), name: label })),
  ]
}

/** Known when it is issued; later only where a feature is (a leak, which is reported). */
function issuedWith(model: ModelSchema, table: TableSchema, used: Column[]): Availability {
  const us = issueOffsetUs(model.target, gridStepUs(table), model.horizonUs)
  const latest = combinedAvailability(used)
  return isKnownAt(latest, us) ? { availabilityUs: us, availabilityTerms: [{ code: 'model', us }] } : latest
}

function physicsOf({ unit, quantity, kind, stamp }: Column): Partial<Column> {
  return {
    ...(unit && { unit }),
    ...(quantity && { quantity }),
    ...(kind && { kind }),
    ...(stamp && { stamp }),
  }
}
