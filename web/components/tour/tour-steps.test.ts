import { expect, it } from 'vitest'
import { cardPlace, stepsFor } from './tour-steps.ts'

const ids = (may: { mayDesign: boolean; hasPipeline: boolean }) =>
  stepsFor(may)
    .map(({ id }) => id)
    .join(' ')

it('shows people what they can see', () => {
  expect(ids({ mayDesign: true, hasPipeline: false })).toBe('templates runs palette canvas inspector run')
  expect(ids({ mayDesign: false, hasPipeline: true })).toBe('runs canvas inspector run')
  expect(ids({ mayDesign: false, hasPipeline: false })).toBe('runs')
})

const card = { width: 300, height: 150 }
const view = { width: 1000, height: 600 }

it('stands below, else above, else beside what it points at', () => {
  expect(cardPlace({ top: 50, left: 40, width: 200, height: 100 }, card, view)).toEqual({
    top: 162,
    left: 40,
  })
  expect(cardPlace({ top: 400, left: 40, width: 200, height: 150 }, card, view)).toEqual({
    top: 238,
    left: 40,
  })
  expect(cardPlace({ top: 10, left: 0, width: 250, height: 580 }, card, view)).toEqual({ top: 22, left: 262 })
  expect(cardPlace({ top: 10, left: 750, width: 250, height: 580 }, card, view)).toEqual({
    top: 22,
    left: 438,
  })
})

it('stays in sight, also without anything to point at', () => {
  expect(cardPlace({ top: 50, left: 900, width: 90, height: 20 }, card, view)).toEqual({ top: 82, left: 688 })
  expect(cardPlace(undefined, card, view)).toEqual({ top: 225, left: 350 })
  expect(cardPlace(undefined, card, { width: 200, height: 100 })).toEqual({ top: 12, left: 12 })
})
