import { describe, expect, test } from 'vitest'
import type { ValidateOptions } from './examine.ts'
import { issueCodes, severityOf } from './issue-codes.ts'
import type { IssueCode } from './issue-codes.ts'
import type { Issue } from './issue.ts'
import { issueSchema } from './issue.ts'
import { catalog } from './small-blocks.fixture.ts'
import { cases } from './validate-cases.fixture.ts'
import { validate } from './validate.ts'

const found = (document: unknown, options?: ValidateOptions): Issue[] =>
  validate(document, catalog, options).issues

describe('every problem comes out of validate()', () => {
  test.each(Object.keys(issueCodes) as IssueCode[])('%s', (code) => {
    const { document, options, expected } = cases[code]
    const issue = found(document, options).find((item) => item.code === code)
    expect(issue).toMatchObject(expected)
    const mode = (document as { mode?: 'streaming' }).mode ?? 'batch'
    expect(issue?.severity).toBe(severityOf(code, mode))
    expect(issueSchema.parse(issue)).toEqual(issue)
    for (const language of ['de', 'en'] as const) {
      const told = found(document, { ...options, language }).find((item) => item.code === code)
      expect(`${told?.message} ${told?.remedy}`).not.toMatch(/[{}]|\?(?!$| )|undefined|NaN/)
    }
  })
})
