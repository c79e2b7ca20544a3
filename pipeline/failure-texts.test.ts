import { expect, test } from 'vitest'
import { describeFailure, failureTexts } from './failure-texts.ts'

test.each(Object.entries(failureTexts))(
  '%s has texts in both languages with the same parameters',
  (_, { text, remedy }) => {
    const names = (template: string) => [...template.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort()
    for (const both of [text, remedy]) {
      expect(both.de).not.toBe('')
      expect(both.en).not.toBe('')
      expect(names(both.de)).toEqual(names(both.en))
    }
  },
)

test('parameters are filled in, own texts of a block go first, unknown codes show their message', () => {
  const params = { block: 'read-csv', deaths: 2, reason: 'signal SIGSEGV' }
  expect(describeFailure({ code: 'host-died', params, message: 'm' }, 'en').text).toBe(
    'The process that ran read-csv died 2 time(s): signal SIGSEGV',
  )
  const own = { text: { de: 'eigen', en: 'own' }, remedy: { de: 'tu', en: 'do' } }
  expect(describeFailure({ code: 'disk-full', params: own, message: 'm' }, 'de')).toEqual({
    text: 'eigen',
    remedy: 'tu',
  })
  expect(describeFailure({ code: 'what', params: {}, message: 'm' }, 'de')).toEqual({ text: 'm', remedy: '' })
})

test.each([
  [0, '3 h in the historian, 0 min at the column.', 'im Historian 3 h, an der Spalte 0 min.'],
  [null, '3 h in the historian, in advance at the column.', 'im Historian 3 h, an der Spalte im Voraus.'],
])('a tag that is known later than stated (%j) shows both', (stated, en, de) => {
  const failure = { code: 'tag-availability', params: { tag: 'p', kept: 3 * 3_600e6, stated }, message: 'm' }
  expect(describeFailure(failure, 'en').text).toContain(en)
  expect(describeFailure(failure, 'de').text).toContain(de)
})
