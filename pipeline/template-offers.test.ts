import { describe, expect, it } from 'vitest'
import type { Column, TableSchema } from './ports.ts'
import { templateSchema } from './template.ts'
import { stateColumns, unitsInNames } from './own-data.ts'
import { assumedOf, makeOffers } from './template-offers.ts'

const energy = {
  ...{ column: 'energy', title: { de: 'Energie je Intervall', en: 'Energy per interval' }, type: 'number' },
  ...{ unit: 'kW.h', quantity: 'energy', kind: 'amount' },
}
const pressure = {
  ...{
    column: 'pressure_setpoint',
    title: { de: 'Drucksollwert', en: 'Pressure set-point' },
    type: 'number',
  },
  ...{ unit: 'bar', quantity: 'pressure.gauge', kind: 'level' },
}
const temperature = {
  ...{ column: 'ambient_temperature', title: { de: 'Umgebungstemperatur', en: 'Ambient temperature' } },
  ...{ type: 'number', unit: 'Cel', quantity: 'temperature', kind: 'level' },
}
const text = { de: 'x', en: 'x' }
const template = templateSchema.parse({
  ...{ ecokiTemplate: 1, id: 't', version: 1, title: text, description: text, category: 'energy', icon: 'x' },
  ...{ source: { node: 'a', port: 'table' }, grid: 'regular', placeholders: [energy, pressure, temperature] },
  document: { ecoki: 1, id: 'd', name: 'D', nodes: [], edges: [] },
})

const number = (name: string, more: Partial<Column> = {}): Column => ({
  ...{ name, type: 'number', nullable: true, stamp: 'instant', availabilityUs: 0 },
  ...more,
})
const time: Column = { name: 'Zeit', type: 'time', nullable: false, stamp: 'instant', availabilityUs: null }
const schema = (...columns: Column[]): TableSchema => ({
  columns: [time, ...columns],
  time: { column: 'Zeit', zone: 'Europe/Berlin', grid: { stepUs: 900e6 } },
})

const guesses = (table: TableSchema) =>
  Object.fromEntries(
    makeOffers(template, table).placeholders.map(({ placeholder, guess }) => [placeholder, guess]),
  )
const offerOf = (table: TableSchema, placeholder: string, column: string) =>
  makeOffers(template, table)
    .placeholders.find((offer) => offer.placeholder === placeholder)!
    .columns.find((offer) => offer.column === column)!

describe('offers', () => {
  it('guess by name in either language, and by unit', () => {
    expect(guesses(schema(number('Außentemperatur'), number('Druck-Sollwert'), number('Energie')))).toEqual({
      energy: 'Energie',
      pressure_setpoint: 'Druck-Sollwert',
      ambient_temperature: 'Außentemperatur',
    })
    expect(guesses(schema(number('Z1', { unit: 'MW.h' }), number('PSET'), number('ambient temp')))).toEqual({
      energy: 'Z1',
      pressure_setpoint: undefined,
      ambient_temperature: 'ambient temp',
    })
  })

  it('guess no column twice', () => {
    const found = Object.values(guesses(schema(number('energy_pressure_setpoint'))))
    expect(found.filter((name) => name !== undefined)).toEqual(['energy_pressure_setpoint'])
  })

  it('say what is converted and what is taken for granted', () => {
    expect(offerOf(schema(number('E', { unit: 'MW.h' })), 'energy', 'E')).toEqual({
      column: 'E',
      converts: true,
      assumed: ['quantity', 'kind'],
    })
    const full = number('E', { unit: 'kW.h', quantity: 'energy', kind: 'amount' })
    expect(offerOf(schema(full), 'energy', 'E')).toEqual({ column: 'E', converts: false, assumed: [] })
    expect(offerOf(schema(number('E')), 'energy', 'E').assumed).toEqual(['unit', 'quantity', 'kind'])
  })

  it('say why a column does not fit', () => {
    const gauge = number('p', { unit: 'bar', quantity: 'pressure.absolute' })
    const codes = [
      offerOf(schema(number('n', { type: 'text' })), 'energy', 'n'),
      offerOf(schema(number('n', { unit: 'kW' })), 'energy', 'n'),
      offerOf(schema(number('n', { unit: 'kW.h', kind: 'counter' })), 'energy', 'n'),
      offerOf(schema(gauge), 'pressure_setpoint', 'p'),
    ].map(({ problem }) => problem?.code)
    expect(codes).toEqual(['column-type', 'unit', 'column-kind', 'unit'])
  })

  it('leave the time out and say what is wrong with the table', () => {
    const table = {
      ...schema(number('E')),
      time: { column: 'Zeit', zone: 'UTC', grid: 'irregular' as const },
    }
    const { problems, placeholders } = makeOffers(template, table)
    expect(problems.map(({ code }) => code)).toEqual(['grid-uneven'])
    expect(placeholders.map(({ columns }) => columns.length)).toEqual([1, 1, 1])
  })
})

describe('what is taken for granted', () => {
  it('is what the chosen columns do not say', () => {
    const table = schema(number('E', { unit: 'MW.h' }), number('P'), number('T', { type: 'text' }))
    const chosen = { energy: 'E', pressure_setpoint: 'P', ambient_temperature: 'T' }
    expect([...assumedOf(template, table, chosen)]).toEqual([
      ['E', { quantity: 'energy', kind: 'amount' }],
      ['P', { unit: 'bar', quantity: 'pressure.gauge', kind: 'level' }],
    ])
  })

  it('goes into the settings of the reader', () => {
    const known = new Map([
      ['E', { unit: 'kW.h' }],
      ['P', { kind: 'level' as const }],
      ['Q', {}],
    ])
    const columns = [{ source: 'Energie', name: 'E', type: 'number' }, { source: 'X' }]
    expect(stateColumns({ block: 'read-csv', config: { separator: ';', columns } }, known)).toEqual({
      separator: ';',
      columns: [
        { source: 'Energie', name: 'E', type: 'number', unit: 'kW.h' },
        { source: 'X' },
        { source: 'P', kind: 'level' },
      ],
    })
    const tags = [{ tag: 'plant.E', name: 'E' }]
    expect(
      stateColumns({ block: 'read-historian', config: { tags } }, new Map([['E', { unit: 'bar' }]])),
    ).toEqual({ tags: [{ tag: 'plant.E', name: 'E', unit: 'bar' }] })
    expect(stateColumns({ block: 'other', config: {} }, known)).toEqual({})
  })

  it('is told by names where nothing else tells it', () => {
    const names = [
      'Energie [MWh]',
      'flow (Nm³/h) ',
      'power_kW',
      'p_barg',
      'T (hall 2)',
      'x_h',
      'shift_id',
      'n',
    ]
    const columns = [...names.map((name) => number(name)), number('E [kWh]', { unit: 'J' })]
    expect([...unitsInNames([...columns, number('Note [kW]', { type: 'text' })])]).toEqual([
      ['Energie [MWh]', { unit: 'MW.h' }],
      ['flow (Nm³/h) ', { unit: 'm3{norm}/h' }],
      ['power_kW', { unit: 'kW' }],
      ['p_barg', { unit: 'bar', quantity: 'pressure.gauge' }],
    ])
  })
})
