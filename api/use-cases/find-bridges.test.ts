import { describe, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { documentSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { findBridges } from './find-bridges.ts'
import { findRepairs } from './find-repairs.ts'
import { judgeWires } from './judge-wires.ts'

const hour = 3_600_000_000
const uneven = 'irregular' as const

/** A reader that already knows its columns: power and temperature. */
function reader(grid: { stepUs: number } | 'irregular') {
  const columns = ['power', 'temperature'].map((name) => ({
    name,
    type: 'number',
    kind: 'level',
    nullable: false,
    availabilityUs: 0,
  }))
  const time = { name: 'time', type: 'time', nullable: false, availabilityUs: null }
  const detected = {
    columns: [time, ...columns],
    clocks: [],
    time: { column: 'time', zone: 'UTC', grid },
  }
  return { id: 'read', block: 'read-parquet', version: 1, config: { file: 'a.parquet', detected } }
}

function document(nodes: object[], wires: string[] = []): PipelineDocument {
  const end = (text: string) => ({ node: text.split('.')[0], port: text.split('.')[1] })
  const edges = wires.map((wire) => ({ from: end(wire.split('>')[0]), to: end(wire.split('>')[1]) }))
  return documentSchema.parse({ ecoki: 1, id: 'p', name: 'P', nodes, edges })
}

const lag = { id: 'lag', block: 'lag', version: 1, config: {} }
const wire = (from: string, to: string, port = 'table') => ({
  from: { node: from, port: 'table' },
  to: { node: to, port },
})

describe('a wire from data on no grid to a lag', () => {
  const drawn = document([reader(uneven), lag])

  it('is told to need an even grid before it is drawn', () => {
    const from = { node: 'read', port: 'table' }
    const [found] = judgeWires(catalog, { document: drawn, from, language: 'de' })
    expect(found).toMatchObject({
      node: 'lag',
      port: 'table',
      issues: [{ code: 'grid-uneven', node: 'lag' }],
    })
    expect(found.issues[0].message).toMatch(/Raster|Abst/)
  })

  it('is bridged by resampling', () => {
    const bridges = findBridges(catalog, drawn, wire('read', 'lag'))
    expect(bridges[0]).toMatchObject({ block: 'resample', input: 'table', output: 'table', isProven: true })
  })

  it('says nothing where the grid is even', () => {
    const even = document([reader({ stepUs: hour }), lag])
    expect(
      judgeWires(catalog, { document: even, from: { node: 'read', port: 'table' }, language: 'en' }),
    ).toEqual([])
    expect(findBridges(catalog, even, wire('read', 'lag')).filter((bridge) => bridge.isProven)).toEqual([])
  })
})

it('where types differ, blocks between them are offered although they want settings first', () => {
  const predict = { id: 'predict', block: 'linear-regression-predict', version: 1, config: {} }
  const drawn = document([reader({ stepUs: hour }), predict])
  const bridges = findBridges(catalog, drawn, wire('read', 'predict', 'model'))
  expect(bridges).toContainEqual(expect.objectContaining({ block: 'linear-regression-fit', isProven: false }))
})

it('a window that ends earlier is found where a forecast would know its end too late', () => {
  const rolling = {
    id: 'mean',
    block: 'rolling-statistics',
    version: 1,
    config: { columns: ['temperature'], window: '3 h' },
  }
  const select = {
    id: 'select',
    block: 'select',
    version: 1,
    config: { columns: ['temperature'], drop: true },
  }
  const fit = {
    id: 'fit',
    block: 'linear-regression-fit',
    version: 1,
    config: { target: 'power', horizon: '2 h' },
  }
  const drawn = document(
    [reader({ stepUs: hour }), rolling, select, fit],
    ['read.table>mean.table', 'mean.table>select.table', 'select.table>fit.table'],
  )
  expect(findRepairs(catalog, drawn, 'fit')).toMatchObject([{ node: 'mean', field: 'offset', after: '2 h' }])

  const named = { ...fit, config: { ...fit.config, features: ['temperature_mean_3h'] } }
  const withNames = document(
    [...drawn.nodes.slice(0, 3), named],
    ['read.table>mean.table', 'mean.table>select.table', 'select.table>fit.table'],
  )
  expect(findRepairs(catalog, withNames, 'fit')).toMatchObject([
    { configs: [{ node: 'mean' }, { node: 'fit', config: { features: ['temperature_mean_3h_before_2h'] } }] },
  ])
})
