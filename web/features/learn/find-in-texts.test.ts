import { expect, it } from 'vitest'
import { findInTexts } from './find-in-texts.ts'

const texts: [string, string][] = [
  ['Lücken schließen', 'Fills what is missing by the value before.'],
  ['Verzögern', 'A lag, for values that are missing when the forecast is issued.'],
  ['Missing hour', 'An hour that the clock skips.'],
]
const found = (words: string) => findInTexts(texts, words, (item) => item).map(([title]) => title)

it('finds all words, accents or not, what is in titles first', () => {
  expect(found('missing')).toEqual(['Missing hour', 'Lücken schließen', 'Verzögern'])
  expect(found(' LUCKEN   value ')).toEqual(['Lücken schließen'])
  expect(found('schliessen')).toEqual(['Lücken schließen'])
  expect(found('missing nowhere')).toEqual([])
})

it('leaves everything as it is without words', () => {
  expect(found('  ')).toEqual(texts.map(([title]) => title))
})
