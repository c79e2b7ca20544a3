import { expect, test } from 'vitest'
import { heatColour } from './heat-colour.ts'

test('the ends are the ends of the scale, what lies beyond is not lost', () => {
  expect(heatColour(0)).toBe('rgb(0 34 78)')
  expect(heatColour(-3)).toBe('rgb(0 34 78)')
  expect(heatColour(1)).toBe('rgb(254 232 56)')
  expect(heatColour(7)).toBe('rgb(254 232 56)')
  expect(heatColour(0.5)).toBe('rgb(124 123 120)')
})

test('more is lighter', () => {
  const light = (share: number) =>
    heatColour(share)
      .match(/\d+/g)!
      .map(Number)
      .reduce((sum, part, c) => sum + part * [0.21, 0.72, 0.07][c], 0)
  for (let share = 0.05; share <= 1; share += 0.05) expect(light(share)).toBeGreaterThan(light(share - 0.05))
})
