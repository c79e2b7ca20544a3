import { expect, test } from 'vitest'
import { formatAgo, formatBytes, formatCount, formatNumber, formatSpan, formatTime } from './format.ts'

test('spans are said in at most two units', () => {
  const spans: [number | null, string][] = [
    [null, '–'],
    [0, '0 ms'],
    [999.4, '999 ms'],
    [12_400, '12.4 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [7_200_000, '2 h'],
    [352_800_000, '4 d 2 h'],
  ]
  for (const [ms, text] of spans) expect(formatSpan(ms, 'en'), String(ms)).toBe(text)
  expect(formatSpan(12_400, 'de')).toBe('12,4 s')
})

test('numbers keep six digits, counts keep all', () => {
  expect(formatNumber(1234.56789, 'de')).toBe('1.234,57')
  expect(formatNumber(0.000123456789, 'en')).toBe('0.000123457')
  expect(formatNumber(null, 'en')).toBe('–')
  expect(formatNumber(2.94838123e-15, 'de')).toBe('2,94838e-15')
  expect(formatNumber(-4e20, 'en')).toBe('-4e+20')
  expect(formatNumber(0, 'en')).toBe('0')
  expect(formatCount(12_345_678, 'de')).toBe('12.345.678')
})

test('sizes are powers of a thousand', () => {
  expect(formatBytes(0, 'en')).toBe('0 B')
  expect(formatBytes(999, 'en')).toBe('999 B')
  expect(formatBytes(1_250_000, 'de')).toBe('1,3 MB')
  expect(formatBytes(5e15, 'en')).toBe('5,000 TB')
})

test('times are said from now', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  expect(formatAgo('2026-03-01T11:57:00Z', 'en', now)).toBe('3 minutes ago')
  expect(formatAgo('2026-02-28T12:00:00Z', 'de', now)).toBe('gestern')
  expect(formatAgo('2026-03-01T12:00:02Z', 'en', now)).toBe('now')
  expect(formatTime(null, 'en')).toBe('–')
})
