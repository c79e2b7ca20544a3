import { describe, expect, it } from 'vitest'
import { hasSeen, hasSeenAllUntil, isNewer, parseSnapshot } from './snapshot.ts'

const at = (text: string) => parseSnapshot(text)!

describe('a moment of the database', () => {
  it('has seen what was over, not what was open or came later', () => {
    const moment = at('10:20:10,14')
    expect([9n, 10n, 13n, 14n, 19n, 20n].map((one) => hasSeen(moment, one))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ])
    expect(hasSeen(at('20:20:'), 19n)).toBe(true)
  })

  it('comes before or after another', () => {
    const order = ['10:20:10,14', '10:20:10', '10:21:10,20', '21:21:'].map(at)
    for (let index = 1; index < order.length; index++) {
      expect(isNewer(order[index], order[index - 1])).toBe(true)
      expect(isNewer(order[index - 1], order[index])).toBe(false)
    }
    expect(isNewer(order[0], order[0])).toBe(false)
  })

  it('has seen all up to a transaction only if none before it was open', () => {
    expect(hasSeenAllUntil(at('10:20:10,14'), 9n)).toBe(true)
    expect(hasSeenAllUntil(at('10:20:10,14'), 10n)).toBe(false)
    expect(hasSeenAllUntil(at('20:20:'), 20n)).toBe(false)
  })

  it('is not read from anything else', () => {
    for (const text of ['', '1:2', '1:2:3,', "1:2:'", '1:2:3;', 'a:b:c', `1:2:${'9,'.repeat(20_000)}9`])
      expect(parseSnapshot(text)).toBeUndefined()
  })
})
