import { expect, test } from 'vitest'
import { readViews, withView, writeViews } from './saved-views.ts'

function makeStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    kept,
  }
}

test('views come back as they were kept, apart for each project', () => {
  const storage = makeStorage()
  const views = [{ name: 'Nights', search: { status: ['failed' as const], from: '2026-01-01' } }]
  writeViews(storage, 'a', views)
  expect(readViews(storage, 'a')).toEqual(views)
  expect(readViews(storage, 'b')).toEqual([])
})

test('a name is there once, the newest stays', () => {
  const views = withView([{ name: 'x', search: {} }], { name: 'x', search: { pipeline: 'p' } })
  expect(views).toEqual([{ name: 'x', search: { pipeline: 'p' } }])
})

test('what is no view is left out, never thrown at people', () => {
  const storage = makeStorage()
  for (const text of ['{', '5', '{"a":1}', '[null, 3, {"name":1,"search":{}}, {"name":"x","search":null}]']) {
    storage.setItem('ecoki.run-views.a', text)
    expect(readViews(storage, 'a'), text).toEqual([])
  }
  storage.setItem('ecoki.run-views.a', '[{"name":"x","search":{"status":["failed","no"],"from":"soon"}}]')
  expect(readViews(storage, 'a')).toEqual([{ name: 'x', search: { status: ['failed'] } }])
})
