/** One document for every problem, and the issue that validate() has to find in it. */
import type { ValidateOptions } from './examine.ts'
import type { IssueCode } from './issue-codes.ts'
import type { Issue } from './issue.ts'
import type { Column, PortSchema, TableSchema } from './ports.ts'
import { column, minuteUs, pipeline, plantTable, reader, stepUs } from './small-blocks.fixture.ts'
import { chain, fitNode, forecastOf, lagNode, parameter, sink } from './small-documents.fixture.ts'

export interface Case {
  document: unknown
  options?: ValidateOptions
  expected: Partial<Issue>
}

const without = (time: Partial<NonNullable<TableSchema['time']>> | undefined): TableSchema => ({
  ...plantTable,
  time: time && { column: 'time', zone: 'Europe/Berlin', grid: { stepUs }, ...time },
})

/** A table that offers `given` where `needed` is asked for. */
const needs = (given: TableSchema, needed: TableSchema): unknown =>
  pipeline(
    [
      { ...reader, config: { schema: given } },
      { id: 'x', block: 'strict', config: { needs: { type: 'table', table: needed } } },
    ],
    ['read.table>x.table'],
  )

const power = (more: Partial<Column>): TableSchema => ({ columns: [column('power', more)] })
const model = (more: object): PortSchema => ({
  type: 'model',
  method: 'a',
  features: [],
  target: column('power'),
  horizonUs: 0,
  ...more,
})
const offers = (gives: PortSchema, wants: PortSchema): unknown =>
  pipeline([{ id: 'x', block: 'give-model', config: { gives, needs: wants } }, sink])

export const cases: Record<IssueCode, Case> = {
  'document-version': {
    document: { ...pipeline([reader]), ecoki: 2 },
    expected: { field: 'ecoki', params: { version: 2, newest: 1 } },
  },
  'document-unknown-key': {
    document: { ...pipeline([reader]), layuot: {} },
    expected: { field: 'layuot', params: { path: '(document)', key: 'layuot', near: ['layout'] } },
  },
  'document-field': { document: { ...pipeline([reader]), name: 3 }, expected: { field: 'name' } },
  'too-big': {
    document: pipeline([reader, sink], ['read.table>sink.table']),
    options: { limits: { nodes: 1 } },
    expected: { field: 'nodes', params: { what: 'nodes', count: 2, limit: 1 } },
  },
  'parameter-unknown': {
    document: chain(lagNode({ rows: { $param: 'row' } }), plantTable, parameter({ type: 'integer' }, 2)),
    expected: { node: 'lag', field: 'rows', params: { name: 'row', near: ['rows'] } },
  },
  'parameter-schema': {
    document: chain(lagNode({}), plantTable, parameter({ type: 'integer', multipleOf: 2 }, 2)),
    expected: { field: 'parameters.rows' },
  },
  'parameter-value': {
    document: chain(
      lagNode({ rows: { $param: 'rows' } }),
      plantTable,
      parameter({ type: 'integer', maximum: 5 }, 1),
    ),
    options: { parameters: { rows: 6 } },
    expected: {
      field: 'parameters.rows',
      params: { name: 'rows', problem: { de: 'höchstens 5', en: 'at most 5' } },
    },
  },
  'nothing-to-run': { document: pipeline([{ ...reader, disabled: true }]), expected: {} },
  'node-twice': { document: pipeline([reader, reader]), expected: { node: 'read', params: { count: 2 } } },
  'edge-no-node': {
    document: pipeline([reader, sink], ['raed.table>sink.table']),
    expected: { node: 'sink', port: 'table', params: { end: 'from', node: 'raed', near: ['read'] } },
  },
  'edge-no-port': {
    document: pipeline([reader, sink], ['read.tabel>sink.table']),
    expected: {
      node: 'sink',
      port: 'table',
      params: { end: 'from', node: 'read', port: 'tabel', known: ['table'], near: ['table'] },
    },
  },
  cycle: {
    document: pipeline(
      [
        { id: 'a', block: 'pass' },
        { id: 'b', block: 'pass' },
      ],
      ['a.table>b.table', 'b.table>a.table'],
    ),
    expected: { node: 'a', params: { path: ['a', 'b', 'a'] } },
  },
  'block-unknown': {
    document: chain({ block: 'laag' }),
    expected: { node: 'x', params: { block: 'laag', near: ['lag'] } },
  },
  'block-version': {
    document: chain({ block: 'pass', version: 3 }),
    expected: { node: 'x', params: { block: 'pass', version: 3, known: [1, 2] } },
  },
  'block-no-streaming': {
    document: pipeline([reader, { id: 'x', block: 'random-split' }], ['read.table>x.table'], {
      mode: 'streaming',
    }),
    expected: { node: 'x', params: { block: 'random-split', mode: 'streaming' } },
  },
  'block-failed': {
    document: chain({ block: 'faulty', config: { fault: 'throws' } }),
    expected: { node: 'x', params: { block: 'faulty', error: 'a fault in the block' } },
  },
  'config-field': { document: chain(lagNode({ rows: 'two' })), expected: { node: 'lag', field: 'rows' } },
  'reader-not-inspected': {
    document: pipeline([{ id: 'read', block: 'source' }]),
    expected: { node: 'read' },
  },
  'input-missing': {
    document: pipeline(
      [reader, { id: 'm', block: 'merge' }, sink],
      ['read.table>m.left', 'm.table>sink.table'],
    ),
    expected: { node: 'm', port: 'right', params: { expected: 'table' } },
  },
  'input-twice': {
    document: pipeline(
      [reader, { ...reader, id: 'again' }, sink],
      ['read.table>sink.table', 'again.table>sink.table'],
    ),
    expected: { node: 'sink', port: 'table', params: { count: 2, from: ['again.table', 'read.table'] } },
  },
  'port-type': {
    document: pipeline(
      [reader, { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'] } }, sink],
      ['read.table>fit.table', 'fit.model>sink.table'],
    ),
    expected: {
      node: 'sink',
      port: 'table',
      params: { expected: 'table', found: 'model', from: 'fit.model' },
    },
  },
  'output-unused': {
    document: pipeline([reader]),
    expected: { node: 'read', port: 'table', params: { ports: ['table'] } },
  },
  'node-disabled': { document: chain({ block: 'pass', disabled: true }), expected: { node: 'x' } },
  'node-left-out': {
    document: chain({ block: 'pass', disabled: true }),
    expected: { node: 'sink', port: 'table', params: { because: 'x' } },
  },
  'accepted-unused': {
    document: chain({ block: 'pass' }, plantTable, {
      accepted: [{ code: 'leak', node: 'x', reason: 'we know' }],
    }),
    expected: { node: 'x', params: { code: 'leak', accepted: 'x' } },
  },
  'column-missing': {
    document: chain(lagNode({ column: 'Powr' })),
    expected: { node: 'lag', field: 'column', params: { column: 'Powr', near: ['power'] } },
  },
  'column-type': {
    document: fitNode({ features: ['temperature', 'shift'] }),
    expected: {
      node: 'fit',
      field: 'features.1',
      params: { column: 'shift', expected: ['number', 'integer'], found: 'text' },
    },
  },
  'column-exists': {
    document: chain(lagNode({ as: 'power' })),
    expected: { node: 'lag', field: 'as', params: { column: 'power' } },
  },
  'column-nullable': {
    document: needs(power({ nullable: true }), power({})),
    expected: { node: 'x', port: 'table', params: { column: 'power' } },
  },
  unit: {
    document: needs(power({ unit: 'kW' }), power({ unit: 'kW.h' })),
    expected: { node: 'x', params: { column: 'power', expected: 'kW.h', found: 'kW' } },
  },
  quantity: {
    document: needs(
      power({ unit: 'bar', quantity: 'pressure.gauge' }),
      power({ unit: 'bar', quantity: 'pressure.absolute' }),
    ),
    expected: {
      node: 'x',
      params: { column: 'power', expected: 'pressure.absolute', found: 'pressure.gauge' },
    },
  },
  kind: {
    document: needs(power({ kind: 'counter' }), power({ kind: 'amount' })),
    expected: { node: 'x', params: { column: 'power', expected: 'amount', found: 'counter' } },
  },
  stamp: {
    document: needs(power({ stamp: 'interval-end' }), power({ stamp: 'interval-start' })),
    expected: { node: 'x', params: { column: 'power', expected: 'interval-start', found: 'interval-end' } },
  },
  availability: {
    document: needs(power({ availabilityUs: minuteUs }), power({})),
    expected: { node: 'x', params: { column: 'power', expected: 0, found: minuteUs } },
  },
  'time-missing': {
    document: chain(lagNode({}), without(undefined)),
    expected: { node: 'lag', port: 'table' },
  },
  'time-zone': {
    document: needs(without({ zone: 'UTC' }), plantTable),
    expected: { node: 'x', params: { expected: 'Europe/Berlin', found: 'UTC' } },
  },
  'grid-uneven': {
    document: chain(lagNode({}), without({ grid: 'irregular' })),
    expected: { node: 'lag', port: 'table', params: { column: 'time' } },
  },
  'grid-step': {
    document: needs(without({ grid: { stepUs: minuteUs } }), plantTable),
    expected: { node: 'x', params: { expected: stepUs, found: minuteUs } },
  },
  'model-method': {
    document: offers(model({}), model({ method: 'b' })),
    expected: { node: 'x', params: { expected: 'b', found: 'a' } },
  },
  'model-horizon': {
    document: offers(model({}), model({ horizonUs: minuteUs })),
    expected: { node: 'x', params: { expected: minuteUs, found: 0 } },
  },
  'metric-missing': {
    document: offers({ type: 'metrics', names: ['rmse'] }, { type: 'metrics', names: ['mse'] }),
    expected: { node: 'x', params: { name: 'mse', near: ['rmse'] } },
  },
  leak: {
    document: fitNode({ horizonUs: stepUs }),
    expected: {
      node: 'fit',
      field: 'features.0',
      params: {
        column: 'temperature',
        terms: [{ code: 'source', us: 0 }],
        availabilityUs: 0,
        issueOffsetUs: -stepUs,
        horizonUs: stepUs,
      },
    },
  },
  'leak-by-rows': {
    document: forecastOf('power', ['read.table>choose.table', 'choose.table>fit.table']),
    expected: { node: 'choose', params: { column: 'power', forecasts: ['fit'], target: 'power' } },
  },
  'score-in-sample': {
    document: forecastOf('shift', [
      ...[
        'read.table>fit.table',
        'read.table>apply.table',
        'fit.model>apply.model',
        'apply.table>judge.table',
      ],
    ]),
    expected: { node: 'judge', port: 'table', params: { apply: 'apply', fit: 'fit' } },
  },
  'target-as-feature': {
    document: fitNode({ features: ['power'] }),
    expected: { node: 'fit', field: 'features.0', params: { column: 'power' } },
  },
  'random-split-on-time': {
    document: pipeline([reader, { id: 'x', block: 'random-split' }], ['read.table>x.table']),
    expected: { node: 'x', params: { column: 'time' } },
  },
}
