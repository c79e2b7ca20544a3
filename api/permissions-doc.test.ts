import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { permissionsMarkdown } from './permissions-doc.ts'

it('docs/permissions.md is what the table says: node docs/write-permissions.ts writes it', () => {
  const page = readFileSync(new URL('../docs/permissions.md', import.meta.url), 'utf8')
  expect(page).toBe(permissionsMarkdown())
  expect(page).toContain('| `runs.start` | operator of the project | run |\n')
  expect(page).toContain('| `users.list` | administrator | manage |\n')
})
