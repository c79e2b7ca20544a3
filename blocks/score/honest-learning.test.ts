import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { validate } from '#pipeline/validate.ts'

const codes = ['leak-by-rows', 'score-in-sample']

function found(document: unknown): string[] {
  const { issues } = validate(document, catalog)
  const others = issues.filter(({ severity }) => severity === 'error')
  expect(others).toEqual([])
  return issues.filter(({ code }) => codes.includes(code)).map(({ code, node }) => `${code} ${node}`)
}

const configs: Record<string, object> = {
  station: { days: 60, step: '15 min' },
  hourly: { step: '1 h' },
  split: { fraction: 0.75 },
  rename: { rename: [{ from: 'energy', to: 'kWh' }] },
  running: { conditions: [{ column: 'flow', operator: '>', value: 0 }] },
  fit: { target: 'energy', features: ['flow'] },
  predict: { name: 'expected' },
  score: { actual: 'energy', predictions: ['expected'] },
}
const blocks: Record<string, string> = {
  station: 'simulated-history',
  hourly: 'resample',
  split: 'time-split',
  rename: 'select',
  running: 'filter',
  fit: 'linear-regression-fit',
  predict: 'linear-regression-predict',
  score: 'score',
  naive: 'seasonal-naive',
}

/** Nodes and wires from 'a.port>b.port'. */
function documentOf(wires: string, more: Record<string, object> = {}): unknown {
  const edges = wires.split(' ').map((wire) => {
    const [from, to] = wire.split('>').map((end) => ({ node: end.split('.')[0], port: end.split('.')[1] }))
    return { from, to }
  })
  const ids = new Set(edges.flatMap(({ from, to }) => [from.node, to.node]))
  const nodes = [...ids].map((id) => ({
    id,
    block: blocks[id],
    version: 1,
    config: { ...configs[id], ...more[id] },
  }))
  return { ecoki: 1, id: 'p', name: 'p', nodes, edges }
}

const learn = 'fit.model>predict.model predict.table>score.table'

describe('with the real blocks', () => {
  it('the example has neither', async () => {
    const text = await readFile(new URL('../../examples/compressed-air.json', import.meta.url), 'utf8')
    expect(found(JSON.parse(text))).toEqual([])
  })

  it('tells scores of rows that were learnt from, and a split keeps them apart', () => {
    const start = 'station.table>hourly.table'
    expect(found(documentOf(`${start} hourly.table>fit.table hourly.table>predict.table ${learn}`))).toEqual([
      'score-in-sample score',
    ])
    const split = 'hourly.table>split.table split.train>fit.table split.test>predict.table'
    expect(found(documentOf(`${start} ${split} ${learn}`))).toEqual([])
  })

  it.each([
    ['0 s', []],
    ['1 h', ['leak-by-rows running']],
  ])('tells rows chosen by a signal that is measured only then: %s ahead', (horizon, expected) => {
    const lagged = { fit: { features: undefined, horizon } }
    const wires = 'station.table>hourly.table hourly.table>running.table running.table>fit.table'
    const issues = validate(documentOf(wires, lagged), catalog).issues
    expect(
      issues.filter(({ code }) => codes.includes(code)).map(({ code, node }) => `${code} ${node}`),
    ).toEqual(expected)
  })

  it('follows the target through a new name and a resampling', () => {
    const wires =
      'station.table>running.table running.table>hourly.table hourly.table>rename.table rename.table>fit.table'
    const byTarget = {
      running: { conditions: [{ column: 'energy', operator: '<', value: 9 }] },
      fit: { target: 'kWh' },
    }
    expect(found(documentOf(wires, byTarget))).toEqual(['leak-by-rows running'])
    expect(found(documentOf(wires, { fit: { target: 'kWh' } }))).toEqual([])
    const byTime = {
      running: { conditions: [{ column: 'time', operator: '>', value: '2024-02-01T00:00:00Z' }] },
    }
    expect(found(documentOf(wires, { ...byTime, fit: { target: 'kWh' } }))).toEqual([])
  })

  it.each([
    ['0 s', []],
    ['15 min', ['leak-by-rows running']],
  ])('counts from the stamps of the forecast, not of the choice: %s ahead', (horizon, expected) => {
    const wires = 'station.table>running.table running.table>hourly.table hourly.table>fit.table'
    const { issues } = validate(documentOf(wires, { fit: { horizon } }), catalog)
    const late = issues.filter(({ code }) => code === 'leak-by-rows')
    expect(late.map(({ code, node }) => `${code} ${node}`)).toEqual(expected)
  })

  it('also before a forecast without a model', () => {
    const naive = { naive: { target: 'energy', season: '1 d' } }
    const byTarget = { running: { conditions: [{ column: 'energy', operator: '>', value: 0 }] } }
    const wires = 'station.table>hourly.table hourly.table>running.table running.table>naive.table'
    expect(found(documentOf(wires, { ...naive, ...byTarget }))).toEqual(['leak-by-rows running'])
    expect(found(documentOf(wires, naive))).toEqual([])
  })
})
