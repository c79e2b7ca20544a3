import { describe, expect, it } from 'vitest'
import { documentSchema } from './document.ts'
import { nodesBefore, partUntil } from './part-of-document.ts'

const edge = (from: string, to: string) => ({ from: { node: from, port: 'o' }, to: { node: to, port: 'i' } })
const document = documentSchema.parse({
  ecoki: 1,
  id: 'p',
  name: 'P',
  nodes: ['a', 'b', 'c', 'd', 'alone'].map((id) => ({ id, block: 'x', version: 1 })),
  edges: [edge('a', 'b'), edge('b', 'd'), edge('a', 'c'), edge('c', 'd')],
  accepted: ['b', 'd'].map((node) => ({ code: 'leak', node, reason: 'known' })),
})

describe('the part that leads to a node', () => {
  it('is the node and all before it', () => {
    const part = partUntil(document, 'b')
    expect(part.nodes.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(part.edges).toEqual([edge('a', 'b')])
    expect(part.accepted.map(({ node }) => node)).toEqual(['b'])
    expect([...nodesBefore(document, 'd')].sort()).toEqual(['a', 'b', 'c'])
    expect(partUntil(document, 'alone').nodes).toHaveLength(1)
  })

  it('ends in a circle too, and is empty for a node that is not there', () => {
    const circle = { ...document, edges: [edge('a', 'b'), edge('b', 'a')] }
    expect([...nodesBefore(circle, 'a')]).toEqual(['b'])
    expect(partUntil(document, 'nowhere').nodes).toEqual([])
  })
})
