import { describe, expect, test } from 'vitest'
import { validate } from '#pipeline/validate.ts'
import { catalog } from './specs.ts'

interface Node {
  id: string
  block: string
  config: object
}

/** Blocks that all read one table of so many tags. */
function wide(tags: number, nodes: Node[], more: { from: string; to: string }[] = []): unknown {
  const names = Array.from({ length: tags }, (_, index) => ({ tag: `tag${index}`, unit: 'kW' }))
  const read = { id: 'read', block: 'read-historian', config: { tags: names, grid: '1 h' } }
  const wires = [
    ...nodes.filter(({ id }) => id !== 'again').map(({ id }) => ({ from: 'read', to: id })),
    ...more,
  ]
  const end = (node: string) => ({ node, port: 'table' })
  return {
    ecoki: 1,
    id: 'wide',
    name: 'wide',
    nodes: [read, ...nodes].map((node) => ({ ...node, version: 1 })),
    edges: wires.map(({ from, to }) => ({ from: end(from), to: end(to) })),
  }
}

function errorsOf(document: unknown) {
  return validate(document, catalog).issues.filter(({ severity }) => severity === 'error')
}

const lags = Array.from({ length: 300 }, (_, index) => index + 1)

describe('tables of more columns than there may be', () => {
  test('are not even made: a short document cannot fill the memory', () => {
    const first = { id: 'lag', block: 'lag', config: { columns: ['tag0'], lags } }
    const again = { id: 'again', block: 'lag', config: { lags: lags.map((rows) => rows + 300) } }
    const begin = process.memoryUsage().heapUsed
    const issues = errorsOf(wide(20, [first, again], [{ from: 'lag', to: 'again' }]))
    const params = { what: 'columns', count: 321 + 320 * 300, limit: 20_000 }
    expect(issues).toMatchObject([{ code: 'too-big', node: 'again', field: 'lags', params }])
    expect(process.memoryUsage().heapUsed - begin).toBeLessThan(50e6)
  })

  test('are told for every block', () => {
    const config = { statistics: ['mean', 'min', 'max', 'std'] }
    const issues = errorsOf(wide(5_000, [{ id: 'x', block: 'rolling-statistics', config }]))
    const params = { what: 'columns', count: 25_001, limit: 20_000 }
    expect(issues).toMatchObject([{ code: 'too-big', node: 'x', port: 'table', params }])
  })
})

test('the work for a wide table grows with its columns, not with their square', { timeout: 120_000 }, () => {
  const blocks = ['fill-missing', 'resample', 'rolling-statistics']
  const select = { id: 'select', block: 'select', config: { columns: ['tag1'], drop: true } }
  const fit = { id: 'fit', block: 'linear-regression-fit', config: { target: 'tag1', horizon: '1 h' } }
  const nodes = [...blocks.map((block) => ({ id: block, block, config: {} })), select, fit]
  const [small, big] = [timeOf(wide(625, nodes)), timeOf(wide(5_000, nodes))]
  expect(big / small).toBeLessThan(14)
})

/** Processor time of the fastest of three. */
function timeOf(document: unknown): number {
  const runs = Array.from({ length: 3 }, () => {
    const begin = process.threadCpuUsage()
    expect(errorsOf(document)).toEqual([])
    const { user, system } = process.threadCpuUsage(begin)
    return user + system
  })
  return Math.min(...runs)
}
