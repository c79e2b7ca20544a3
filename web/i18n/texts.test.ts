import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = (language: string) => join(import.meta.dirname, language)
const files = readdirSync(folder('en')).sort()

function texts(language: string, file: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder(language), file), 'utf8')) as Record<string, string>
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{?(\w+)(?::\w+)?\}?\}/g)].map(([, name]) => name).sort()
}

test('both languages have the same files', () => {
  expect(readdirSync(folder('de')).sort()).toEqual(files)
})

test.each(files)('%s says the same in both languages', (file) => {
  const [english, german] = [texts('en', file), texts('de', file)]
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort())
  for (const [key, text] of Object.entries(english)) {
    expect(placeholders(german[key]), key).toEqual(placeholders(text))
    if (!key.endsWith('.remedy')) expect(german[key].trim(), key).not.toBe('')
    if (!key.endsWith('.remedy')) expect(text.trim(), key).not.toBe('')
  }
})
