/** Small real blocks for the tests of this folder: each does in outputs() what one kind of block does. */
import { z } from 'zod'
import { assign } from './assign.ts'
import { lagged } from './availability.ts'
import { defineBlock, makeCatalog } from './block-spec.ts'
import type { BlockSpec, PortSpec } from './block-spec.ts'
import * as f from './findings.ts'
import { portSchemaSchema, tableSchemaSchema } from './ports.ts'
import type { Column, PortSchema, PortType, TableSchema } from './ports.ts'

export const minuteUs = 60_000_000
export const stepUs = 15 * minuteUs

const both = (text: string): { de: string; en: string } => ({ de: text, en: text })
const port = (name: string, type: PortType = 'table', optional = false): PortSpec => ({
  name,
  title: both(name),
  type,
  optional,
})

function spec(id: string, ports: Partial<BlockSpec>): BlockSpec {
  return {
    id,
    version: 1,
    title: both(id),
    synonyms: { de: [], en: [] },
    docs: both(id),
    category: 'preparation',
    icon: 'box',
    inputs: [port('table')],
    outputs: [port('table')],
    role: 'transform',
    effect: 'none',
    isolation: 'thread',
    exactness: { kind: 'bits' },
    modes: ['batch', 'streaming'],
    timeouts: { startToCloseMs: 60_000, heartbeatMs: 10_000 },
    retry: 'none',
    quality: 'carry',
    ...ports,
  }
}

const tableOut = (table: TableSchema): { outputs: Record<string, PortSchema> } => ({
  outputs: { table: f.tableOut(table) },
})

/** Reads a table whose schema is frozen in the config. */
export const source = defineBlock({
  spec: spec('source', { role: 'read', inputs: [], fileField: 'path' }),
  config: z.strictObject({
    schema: tableSchemaSchema.optional(),
    path: z.string().default('data.csv'),
    seed: z.number().default(0),
  }),
  needsInspect: (config) => config.schema === undefined,
  outputs: (_, { schema }) => tableOut(schema ?? { columns: [] }),
})

export const pass = defineBlock({
  spec: spec('pass', {}),
  config: z.strictObject({
    label: z.string().optional(),
    names: z.record(z.string(), z.unknown()).optional(),
  }),
  outputs: (inputs) => tableOut(f.tableAt(inputs, 'table')),
})

/** The same block in a later version. */
export const passV2 = defineBlock({ ...pass, spec: { ...pass.spec, version: 2 } })

export const lag = defineBlock({
  spec: spec('lag', {}),
  config: z.strictObject({ column: z.string(), rows: z.number().int().default(1), as: z.string() }),
  outputs(inputs, { column, rows, as }) {
    const table = f.tableAt(inputs, 'table')
    const found = f.requireColumn(table, column, 'column')
    const step = f.requireRegularGrid(table, 'table')
    const taken = f.checkNewNames(table, [as], 'as')
    if (!found.ok || !step.ok || taken.length > 0) return f.refuse(f.findingsOf(found, step), taken)
    return tableOut({
      ...table,
      columns: [...table.columns, { ...lagged(found.value, rows, step.value), name: as }],
    })
  },
})

/** Two tables side by side, a third if there is one. */
export const merge = defineBlock({
  spec: spec('merge', {
    inputs: [port('left'), port('right'), port('extra', 'table', true), port('further', 'table', true)],
  }),
  config: z.strictObject({}),
  outputs: (inputs) => tableOut(f.tableAt(inputs, 'left')),
})

export const fit = defineBlock({
  spec: spec('fit', { role: 'fit', outputs: [port('model', 'model'), port('metrics', 'metrics')] }),
  config: z.strictObject({
    features: z.array(z.string()).min(1),
    target: z.string(),
    horizonUs: z.number().default(0),
  }),
  outputs(inputs, { features, target, horizonUs }) {
    const table = f.tableAt(inputs, 'table')
    const columns = f.requireNumerics(table, features, 'features')
    const wanted = f.requireNumeric(table, target, 'target')
    if (!columns.ok || !wanted.ok) return f.refuse(f.findingsOf(columns, wanted))
    const model: PortSchema = {
      type: 'model',
      method: 'fit',
      features: columns.value,
      target: wanted.value,
      horizonUs,
    }
    return {
      outputs: { model, metrics: { type: 'metrics', names: ['mae'] } },
      findings: f.checkLeaks(table, { features, target, horizonUs, field: 'features' }),
    }
  },
})

export const randomSplit = defineBlock({
  spec: spec('random-split', { modes: ['batch'], splits: true, outputs: [port('train'), port('test')] }),
  config: z.strictObject({}),
  outputs(inputs) {
    const table = f.tableAt(inputs, 'table')
    return {
      outputs: { train: f.tableOut(table), test: f.tableOut(table) },
      findings: f.checkRandomSplit(table),
    }
  },
})

export const sink = defineBlock({
  spec: spec('sink', { role: 'write', effect: 'ecoki', outputs: [] }),
  config: z.strictObject({}),
  outputs: () => ({ outputs: {} }),
})

/** Takes a table only if it can be assigned to the one in its config. */
export const strict = defineBlock({
  spec: spec('strict', { role: 'write', effect: 'ecoki', outputs: [] }),
  config: z.strictObject({ needs: portSchemaSchema }),
  outputs(inputs, { needs }) {
    const fits = assign(f.schemaAt(inputs, 'table', 'table'), needs)
    return fits.ok ? { outputs: {} } : f.refuse({ code: fits.code, port: 'table', params: fits.params })
  },
})

/** Gives one of its config's schemas and takes only what can be assigned to the other, whatever their type. */
export const giveModel = defineBlock({
  spec: spec('give-model', { role: 'read', inputs: [], outputs: [port('model', 'model')] }),
  config: z.strictObject({ gives: portSchemaSchema, needs: portSchemaSchema }),
  outputs(_, { gives, needs }) {
    const fits = assign(gives, needs)
    return fits.ok ? { outputs: { model: gives } } : f.refuse({ code: fits.code, params: fits.params })
  },
})

/** Its check has a fault. */
export const faulty = defineBlock({
  spec: spec('faulty', {}),
  config: z.strictObject({ fault: z.enum(['throws', 'wrong-port', 'silent']) }),
  outputs(_, { fault }) {
    if (fault === 'throws') throw new Error('a fault in the block')
    return fault === 'silent' ? {} : { outputs: { other: { type: 'chart' } } }
  },
})

/** Five tables in, and one more if there is one. */
export const wide = defineBlock({
  spec: spec('wide', {
    inputs: [...['in0', 'in1', 'in2', 'in3', 'in4'].map((name) => port(name)), port('more0', 'table', true)],
  }),
  config: z.strictObject({}),
  outputs: (inputs) => tableOut(f.tableAt(inputs, 'in0')),
})

/** Has a problem with texts of its own. */
export const picky = defineBlock({
  spec: spec('picky', {}),
  config: z.strictObject({ severity: z.enum(['error', 'warning']) }),
  outputs(inputs, { severity }) {
    const texts = { text: { de: 'zu viel', en: 'too much' }, remedy: { de: 'weniger', en: 'less' } }
    return {
      ...tableOut(f.tableAt(inputs, 'table')),
      findings: [f.ownFinding('picky.too-much', texts, { severity, field: 'severity' })],
    }
  },
})

/** Lets rows through by the values of a column. */
export const choose = defineBlock({
  spec: spec('choose', {}),
  config: z.strictObject({
    column: z.string(),
    by: z.enum(['value', 'presence']).default('value'),
    below: z.number().optional(),
    from: z.number().optional(),
  }),
  outputs: (inputs) => tableOut(f.tableAt(inputs, 'table')),
  rowsChosenBy({ column, by, below, from }) {
    const low = from === undefined ? undefined : { value: from, isOpen: false }
    const high = below === undefined ? undefined : { value: below, isOpen: true }
    return [{ column, by, allows: low || high ? { low, high } : undefined }]
  },
})

/** Adds what a model predicts. */
export const apply = defineBlock({
  spec: spec('apply', { role: 'apply', inputs: [port('model', 'model'), port('table')] }),
  config: z.strictObject({ as: z.string().default('predicted') }),
  outputs(inputs, { as }) {
    const [table, model] = [f.tableAt(inputs, 'table'), f.schemaAt(inputs, 'model', 'model')]
    return tableOut({ ...table, columns: [...table.columns, { ...model.target, name: as }] })
  },
})

export const judge = defineBlock({
  spec: spec('judge', { role: 'score', outputs: [port('metrics', 'metrics')] }),
  config: z.strictObject({ columns: z.array(z.string()).default(['predicted']) }),
  outputs: () => ({ outputs: { metrics: { type: 'metrics', names: ['mae'] } } }),
  judged: ({ columns }) => columns,
})

export const catalog = makeCatalog([
  source,
  pass,
  passV2,
  lag,
  merge,
  fit,
  randomSplit,
  sink,
  strict,
  giveModel,
  faulty,
  wide,
  picky,
  choose,
  apply,
  judge,
])

export const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: 'number',
  nullable: false,
  availabilityUs: 0,
  ...more,
})

/** Power and temperature every 15 min, stamped at interval ends. */
export const plantTable: TableSchema = {
  columns: [
    column('time', { type: 'time', availabilityUs: null }),
    column('power', { unit: 'kW', stamp: 'interval-end' }),
    column('temperature', { unit: 'Cel', quantity: 'temperature', stamp: 'interval-end' }),
    column('shift', { type: 'text', availabilityUs: null }),
  ],
  time: { column: 'time', zone: 'Europe/Berlin', grid: { stepUs } },
}

interface SmallNode {
  id: string
  block: string
  version?: number
  config?: unknown
  disabled?: boolean
}

/** A document with wires written 'from.port>to.port'. */
export function pipeline(
  nodes: SmallNode[],
  wires: string[] = [],
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const end = (text: string): unknown => ({ node: text.split('.')[0], port: text.split('.')[1] })
  const edges = wires.map((wire) => ({ from: end(wire.split('>')[0]), to: end(wire.split('>')[1]) }))
  return {
    ecoki: 1,
    id: 'p',
    name: 'P',
    nodes: nodes.map((node) => ({ version: 1, config: {}, ...node })),
    edges,
    ...more,
  }
}

/** A node that reads the plant's table. */
export const reader = { id: 'read', block: 'source', config: { schema: plantTable } }
