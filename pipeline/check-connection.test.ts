import { describe, expect, it } from 'vitest'
import { checkConnection, connectionJudge } from './check-connection.ts'
import type { ConnectionContext } from './check-connection.ts'
import { documentSchema } from './document.ts'
import type { PortType } from './ports.ts'

const port = (name: string, type: PortType = 'table') => ({ name, type, title: { de: name, en: name } })
const specs: Record<string, ReturnType<NonNullable<ConnectionContext['specOf']>>> = {
  read: { inputs: [], outputs: [port('table')] },
  step: { inputs: [port('table')], outputs: [port('table')] },
  fit: { inputs: [port('table')], outputs: [port('model', 'model')] },
}

const wire = (from: string, to: string) => {
  const [a, b] = [from.split('.'), to.split('.')]
  return { from: { node: a[0], port: a[1] }, to: { node: b[0], port: b[1] } }
}

function context(): ConnectionContext {
  const node = (id: string, block: string) => ({ id, block, version: 1, config: {} })
  const document = documentSchema.parse({
    ecoki: 1,
    id: 'p',
    name: 'P',
    nodes: [node('r', 'read'), node('s', 'step'), node('t', 'step'), node('f', 'fit'), node('x', 'unknown')],
    edges: [wire('r.table', 's.table'), wire('s.table', 't.table')],
  })
  return { document, specOf: (id) => specs[document.nodes.find((item) => item.id === id)?.block ?? ''] }
}

describe('a wire', () => {
  it('is welcome where the types are the same, also at an input that is taken', () => {
    expect(checkConnection(context(), wire('r.table', 't.table'))).toEqual({ ok: true })
  })

  it('is refused in words where the types can never fit', () => {
    expect(checkConnection(context(), wire('f.model', 's.table'))).toMatchObject({
      ok: false,
      code: 'port-type',
      params: { expected: 'table', found: 'model', from: 'f.model' },
    })
    const answer = checkConnection(context(), wire('f.model', 's.table'))
    expect(!answer.ok && answer.text.de.message).toContain('Modell')
    expect(!answer.ok && answer.text.en.message).toContain('model')
  })

  it('is refused where it closes a circle, and the circle is told', () => {
    const answer = checkConnection(context(), wire('t.table', 's.table'))
    expect(answer).toMatchObject({ ok: false, code: 'cycle', params: { path: ['s', 't', 's'] } })
    expect(checkConnection(context(), wire('s.table', 's.table'))).toMatchObject({
      params: { path: ['s', 's'] },
    })
  })

  it.each([
    ['r.nothing', 's.table', 'edge-no-port'],
    ['r.table', 's.nothing', 'edge-no-port'],
    ['r.table', 'gone.table', 'edge-no-node'],
    ['x.table', 's.table', 'edge-no-node'],
  ])('from %s to %s is refused as %s', (from, to, code) => {
    expect(checkConnection(context(), wire(from, to))).toMatchObject({ ok: false, code })
  })

  it('is judged by what is known behind the block', () => {
    const known = {
      ...context(),
      schemas: { r: { table: { type: 'table' as const, table: { columns: [] } } } },
    }
    const judge = connectionJudge(known, { node: 'r', port: 'table' })
    expect([judge({ node: 's', port: 'table' }).ok, judge({ node: 'r', port: 'table' }).ok]).toEqual([
      true,
      false,
    ])
  })
})
