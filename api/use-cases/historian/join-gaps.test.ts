import { expect, test } from 'vitest'
import { joinGaps } from './join-gaps.ts'

const gap = (fromUs: number, toUs: number, cause = 'host-down', count: number | null = 1) => ({
  ...{ fromUs, toUs, cause, count },
})

test('gaps within a pixel of each other are one, with all causes and the sum of what is missing', () => {
  expect(joinGaps([gap(0, 10), gap(14, 20, 'overflow', 2), gap(25, 30)], 5)).toEqual([
    { fromUs: 0, toUs: 20, causes: ['host-down', 'overflow'], count: 3 },
    { fromUs: 25, toUs: 30, causes: ['host-down'], count: 1 },
  ])
})

test('one that lies within another changes nothing but the count, which one unknown makes unknown', () => {
  expect(joinGaps([gap(0, 100), gap(10, 20, 'host-down', null)], 1)).toEqual([
    { fromUs: 0, toUs: 100, causes: ['host-down'], count: null },
  ])
})
