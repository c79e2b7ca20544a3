import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatDuration } from './duration.ts'
import { issueCodes } from './issue-codes.ts'
import type { IssueCode } from './issue-codes.ts'
import { issueTexts, textOf } from './issue-texts.ts'
import { problemsMarkdown } from './problems-doc.ts'
import { renderText } from './render-text.ts'

const codes = Object.keys(issueCodes) as IssueCode[]
const formats = [
  'number',
  'localized',
  'list',
  'path',
  'near',
  'duration',
  'when',
  'terms',
  'type',
  'types',
  'kind',
  'stamp',
  'unit',
  'quantity',
  'end',
]

describe('texts', () => {
  test.each(codes)('%s has message and remedy in both languages, with the same parameters', (code) => {
    for (const part of ['message', 'remedy'] as const) {
      const { de, en } = { de: issueTexts.de[code][part], en: issueTexts.en[code][part] }
      expect(de.length * en.length).toBeGreaterThan(0)
      expect(de).not.toBe(en)
      expect(placeholders(de)).toEqual(placeholders(en))
    }
  })

  test('there is no text without a code, and no format that does not exist', () => {
    for (const language of ['de', 'en'] as const) {
      expect(Object.keys(issueTexts[language]).sort()).toEqual([...codes].sort())
      const used = JSON.stringify(issueTexts[language]).matchAll(/\{\w+:(\w+)\}/g)
      for (const [, format] of used) expect(formats).toContain(format)
    }
  })

  test('a text never fails, whatever its parameters are', () => {
    for (const value of [undefined, null, 1, 'x', [], [null], {}, { us: 'x' }, [[1]]]) {
      for (const format of formats)
        expect(typeof renderText(`{a:${format}}`, { a: value }, 'de')).toBe('string')
    }
    expect(renderText('{toString} {a:constructor}', { a: 1 }, 'en')).toBe('? ?')
  })

  test('parameters cannot smuggle in placeholders', () => {
    expect(renderText('{a} {b}', { a: '{b}', b: 1 }, 'en')).toBe('{b} 1')
  })

  test('readable values', () => {
    const params = {
      near: ['x', 'y'],
      us: -1_800_000_000,
      terms: [
        { code: 'source', us: 0 },
        { code: 'window', us: 0 },
        { code: 'lag', us: -5e6 },
      ],
      n: 12_345,
    }
    expect(renderText('a.{near:near} {us:when}', params, 'en')).toBe(
      'a. Did you mean "x" or "y"? 30 min before the stamp',
    )
    expect(renderText('a.{near:near} {us:when}', params, 'de')).toBe(
      'a. Meinten Sie „x“ oder „y“? 30 min vor dem Zeitstempel',
    )
    expect(renderText('{terms:terms}, {n:number}', params, 'de')).toBe(
      'Quelle 0 min + Versatz −5 s = −5 s, 12.345',
    )
    expect(renderText('{us:when}', { us: null }, 'en')).toBe('in advance')
  })

  test('a code of a block brings its own text, filled like the others', () => {
    const params = { text: { de: 'zu oft: {n}', en: 'too often: {n}' }, remedy: { de: 'r', en: 'r' }, n: 3 }
    expect(textOf('x.often', params, 'en')).toEqual({ message: 'too often: 3', remedy: 'r' })
    expect(textOf('x.often', {}, 'en')).toEqual({ message: 'x.often', remedy: '' })
  })
})

test.each([
  [0, '0 min'],
  [900_000_000, '15 min'],
  [-900_000_000, '−15 min'],
  [90_061_000_000, '1 d 1 h 1 min 1 s'],
  [1_500, '1 ms 500 µs'],
])('%d µs is %s', (us, text) => expect(formatDuration(us)).toBe(text))

test('docs/problems.md is what the table of codes says', () => {
  expect(readFileSync(new URL('../docs/problems.md', import.meta.url), 'utf8')).toBe(problemsMarkdown())
})

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{[\w:]+\}/g)].map((match) => match[0]))].sort()
}
