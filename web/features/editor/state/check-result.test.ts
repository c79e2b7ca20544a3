import { expect, it } from 'vitest'
import type { Issue } from '#pipeline/issue.ts'
import { checkResult, openIssues } from './check-result.ts'
import { documentHash, isDirty } from './document-hash.ts'
import { documentSchema } from '#pipeline/document.ts'
import { renamePipeline } from '#pipeline/edit.ts'

const issue = (node: string | undefined, message: string, accepted?: string): Issue => ({
  code: 'unit',
  severity: 'error',
  node,
  params: {},
  message,
  remedy: '',
  accepted,
})

it('what is said of a node again is the same list', () => {
  const first = checkResult({
    issues: [issue('a', 'x'), issue('b', 'y'), issue(undefined, 'z')],
    schemas: {},
  })
  const second = checkResult({ issues: [issue('a', 'x'), issue('b', 'new')], schemas: {} }, first)
  expect(second.byNode.get('a')).toBe(first.byNode.get('a'))
  expect(second.byNode.get('b')?.[0].message).toBe('new')
  expect([...first.byNode.keys()]).toEqual(['a', 'b'])
})

it('accepted warnings are no open problems', () => {
  expect(openIssues([issue('a', 'x', 'known'), issue('a', 'y')]).map(({ message }) => message)).toEqual(['y'])
})

it('dirty is what has another hash than what is saved', () => {
  const document = documentSchema.parse({ ecoki: 1, id: 'p', name: 'P', nodes: [] })
  const renamed = renamePipeline(document, 'Q')
  expect(isDirty(renamed, { revision: 1, document })).toBe(true)
  expect(isDirty(renamePipeline(renamed, 'P'), { revision: 1, document })).toBe(false)
  expect(isDirty(document, { revision: 0, document })).toBe(true)
  expect(documentHash(renamePipeline(renamed, 'P'))).toBe(documentHash(document))
})
