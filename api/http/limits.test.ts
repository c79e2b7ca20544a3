import { describe, expect, it } from 'vitest'
import { anonymous } from '../actor.ts'
import type { Caller } from '../actor.ts'
import { Limits, networkOf } from './limits.ts'

const some = { perAddress: 10, perCaller: 5, perStranger: 3, windowS: 60, atOnce: 2 }
const person = (id: string): Caller => ({
  ...anonymous('10.0.0.1'),
  actor: { kind: 'person', id, name: id, address: '10.0.0.1' },
})
const tooMany = { code: 'too-many-requests', params: { retryAfterS: expect.any(Number) } }

describe('limits', () => {
  it('are those of each caller, wherever from', async () => {
    const limits = new Limits(some)
    await limits.takeForCaller(person('a'), 5)
    await expect(limits.takeForCaller(person('a'), 1)).rejects.toMatchObject(tooMany)
    await limits.takeForCaller(person('b'), 1)
  })

  it('count the calls of a batch', async () => {
    const limits = new Limits(some)
    await expect(limits.takeForCaller(person('a'), 6)).rejects.toMatchObject(tooMany)
    await expect(limits.takeForAddress('10.0.0.1', 11)).rejects.toMatchObject(tooMany)
  })

  it('are those of an address for strangers', async () => {
    const limits = new Limits(some)
    await limits.takeForCaller(anonymous('10.0.0.1'), 3)
    await expect(limits.takeForCaller(anonymous('10.0.0.1'), 1)).rejects.toMatchObject(tooMany)
    await limits.takeForCaller(anonymous('10.0.0.2'), 1)
  })

  it('hold for what is being answered, until it is', () => {
    const limits = new Limits(some)
    const leave = limits.enter()
    limits.enter()
    expect(() => limits.enter()).toThrow(expect.objectContaining({ code: 'too-many-requests' }))
    leave()
    limits.enter()
  })
})

it.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:1:2::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
