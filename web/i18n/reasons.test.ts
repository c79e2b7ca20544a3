import { expect, it } from 'vitest'
import { problemTexts } from '#adapters/opc-ua/problem-texts.ts'
import de from './de/reasons.json' with { type: 'json' }
import en from './en/reasons.json' with { type: 'json' }

it('tells problems of OPC UA in the words of its adapter', () => {
  const told = Object.keys(problemTexts).map((code) => [
    code,
    { de: (de as Record<string, string>)[code], en: (en as Record<string, string>)[code] },
  ])
  expect(Object.fromEntries(told)).toEqual(problemTexts)
})
