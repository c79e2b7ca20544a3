import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { auditActions } from './actions.ts'
import { withActions } from './audit-doc.ts'

const read = (...path: string[]) => readFileSync(join(checkoutDirectory, ...path), 'utf8')

/** Product code of the folders that change things. */
function sources(): string[] {
  const folders = ['api', 'cli', 'activities', 'datasets', 'runtime']
  return folders.flatMap((folder) =>
    readdirSync(join(checkoutDirectory, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'audit/actions.ts')
      .map((name) => read(folder, name)),
  )
}

it('every action in the list is one of the code’s', () => {
  const code = sources().join('\n')
  const idle = Object.keys(auditActions).filter((action) => !code.includes(`'${action}'`))
  expect(idle).toEqual([])
})

it('every action that the code names is in the list', () => {
  const named = sources().flatMap((text) =>
    [...text.matchAll(/\baction\b[^\n]*?[:=][^\n]*/g)].map(([line]) => line),
  )
  const actions = named.flatMap((line) =>
    [...line.matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, action]) => action),
  )
  expect(actions.length).toBeGreaterThan(15)
  expect(actions.filter((action) => !Object.hasOwn(auditActions, action))).toEqual([])
})

it('the docs list them all', () => {
  const markdown = read('docs', 'audit.md')
  expect(withActions(markdown)).toBe(markdown)
})
