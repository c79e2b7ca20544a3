import { expect, test } from 'vitest'
import { cellText } from './cell-text.ts'

const style = { language: 'de', zone: 'Europe/Berlin' } as const

test('cells are read in the language and zone of the table', () => {
  expect(cellText(1234.5, { type: 'number' }, style)).toBe('1.234,5')
  expect(cellText('NaN', { type: 'number' }, style)).toBe('NaN')
  expect(cellText('9223372036854775807', { type: 'integer' }, style)).toBe('9.223.372.036.854.775.807')
  expect(cellText(null, { type: 'text' }, style)).toBe('–')
  expect(cellText(true, { type: 'boolean' }, style)).toBe('true')
  // 2026-01-01T00:00:00Z is one o'clock in Berlin.
  expect(cellText(1_767_225_600_000_000, { type: 'time' }, style)).toBe('01.01.26, 01:00:00')
})
