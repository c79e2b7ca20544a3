import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cyclesOf, levelsOf } from './levels.ts'

describe('cycles and levels', () => {
  const graph = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 }).map((pairs) => {
    const successors = new Map<string, string[]>(Array.from({ length: 12 }, (_, id) => [`n${id}`, []]))
    for (const [from, to] of pairs) successors.get(`n${from}`)?.push(`n${to}`)
    return successors
  })

  test('a cycle path is a real cycle, and every knot has one', () => {
    fc.assert(
      fc.property(graph, (successors) => {
        const cycles = cyclesOf(successors)
        for (const path of cycles) {
          expect(path.length).toBeGreaterThan(1)
          expect(path[0]).toBe(path.at(-1))
          expect(new Set(path).size).toBe(path.length - 1)
          path.slice(1).forEach((id, index) => expect(successors.get(path[index])).toContain(id))
        }
        expect(cycles.length > 0).toBe([...successors.keys()].some((id) => reaches(successors, id, id)))
        expect(cycles.length).toBe(
          new Set(
            [...successors.keys()]
              .filter((id) => reaches(successors, id, id))
              .map((id) => knotOf(successors, id)),
          ).size,
        )
      }),
    )
  })

  test('a node is one level behind its last source; nodes on or behind a cycle have none', () => {
    fc.assert(
      fc.property(graph, (successors) => {
        const levels = levelsOf(successors)
        for (const id of successors.keys()) {
          const sources = [...successors]
            .filter(([, targets]) => targets.includes(id))
            .map(([source]) => source)
          const isBehindCycle = [...successors.keys()].some(
            (from) => reaches(successors, from, from) && (from === id || reaches(successors, from, id)),
          )
          expect(levels.has(id)).toBe(!isBehindCycle)
          if (!isBehindCycle)
            expect(levels.get(id)).toBe(
              Math.max(-1, ...sources.map((source) => levels.get(source) ?? NaN)) + 1,
            )
        }
      }),
    )
  })
})

function reaches(successors: Map<string, string[]>, from: string, to: string): boolean {
  const seen = new Set(successors.get(from))
  for (const id of seen) for (const next of successors.get(id) ?? []) seen.add(next)
  return seen.has(to)
}

/** Names the knot of a node that is on a cycle: the nodes it reaches and is reached by. */
function knotOf(successors: Map<string, string[]>, id: string): string {
  return [...successors.keys()]
    .filter((other) => other === id || (reaches(successors, id, other) && reaches(successors, other, id)))
    .join()
}
