import { expect, test } from 'vitest'
import type { Issue } from '#pipeline/issue.ts'
import { printIssues } from './print-issues.ts'

const issue: Issue = {
  code: 'x',
  severity: 'warning',
  node: 'a\u009b2Jb',
  field: 'columns.\u202e0',
  params: {},
  message: 'of "c\nerror   d"',
  remedy: 'e\u007f',
}

test('what does not show reaches the terminal escaped, each problem in its lines', () => {
  const lines: string[] = []
  const keep = (line: string) => lines.push(line) > 0
  printIssues([issue, { ...issue, accepted: 'f\u001b[31m' }], keep)
  const first = 'warning a\\u009b2Jb.columns.\\u202e0: of "c\\u000aerror   d"'
  expect(lines).toEqual([first, '        e\\u007f', first, '        accepted: f\\u001b[31m'])
})
