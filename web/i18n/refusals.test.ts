import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const texts = JSON.parse(readFileSync(join(import.meta.dirname, 'en', 'refusals.json'), 'utf8')) as object

/** Codes of every refusal that the gateway's own code throws. */
function refusals(): string[] {
  const files = readdirSync(join(root, 'api'), { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  const codes = sources.flatMap((name) =>
    [...readFileSync(join(root, 'api', name), 'utf8').matchAll(/new DomainError\(\s*'([\w-]+)'/g)].map(
      ([, code]) => code,
    ),
  )
  return [...new Set(codes)].sort()
}

test('every refusal of the gateway has words for people', () => {
  const codes = refusals()
  expect(codes).toContain('run-unknown')
  expect(codes.filter((code) => !Object.hasOwn(texts, code))).toEqual([])
  expect(codes.filter((code) => !Object.hasOwn(texts, `${code}.remedy`))).toEqual([])
})
