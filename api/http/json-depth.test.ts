import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passesDepth } from './json-depth.ts'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

describe('the depth of JSON', () => {
  it('is that of the value, whatever its texts hold', () => {
    const text = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'a') })
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 8 },
        text,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(tree, fc.nat(10), (value, limit) => {
        expect(passesDepth(JSON.stringify(value), limit)).toBe(depthOf(value) <= limit)
      }),
      { numRuns: 2_000, seed: 1 },
    )
  })

  it('is found in a moment, in what never ends, too', () => {
    const begun = performance.now()
    expect(passesDepth('['.repeat(4_000_000), 68)).toBe(false)
    expect(passesDepth(`"${'\\"'.repeat(2_000_000)}`, 68)).toBe(true)
    expect(passesDepth(`"${'\\'.repeat(4_000_000)}"`, 68)).toBe(true)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})
