import { expect, it } from 'vitest'
import { placesOf, valueText } from './tag-facts.ts'
import type { Tag } from './tag-facts.ts'

const last = (value: NonNullable<Tag['last']>['value']) => ({
  at: '',
  value,
  quality: 0 as const,
  status: null,
})

it('shows values as they are', () => {
  expect(valueText({ type: 'number', last: last(1234.5) }, 'de')).toBe('1.234,5')
  expect(valueText({ type: 'integer', last: last('9007199254740993') }, 'de')).toBe('9007199254740993')
  expect(valueText({ type: 'number', last: last('NaN') }, 'en')).toBe('NaN')
  expect(valueText({ type: 'number', last: null }, 'en')).toBe('–')
})

it('names a place by its way from the top', () => {
  const asset = (id: string, parentId: string | null, name: string) => ({
    id,
    parentId,
    name,
    kind: 'area' as const,
    tags: 0,
  })
  const assets = [asset('b', 'a', 'Air'), asset('a', null, 'Works'), asset('c', null, 'Store')]
  expect(placesOf(assets).map(({ label }) => label)).toEqual(['Store', 'Works', 'Works / Air'])
})
