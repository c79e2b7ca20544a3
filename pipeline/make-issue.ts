/** Findings become issues: severity by mode, place, texts in the reader's language. */
import type { Mode } from './block-spec.ts'
import { isIssueCode, severityOf } from './issue-codes.ts'
import type { Finding, Issue } from './issue.ts'
import { textOf } from './issue-texts.ts'
import type { Language } from './render-text.ts'

export interface IssueContext {
  mode: Mode
  language: Language
}

/** The issue of a finding at a node (or of the document as a whole). A code's severity is fixed by the table. */
export function makeIssue(finding: Finding, context: IssueContext, node?: string): Issue {
  const own = finding.params ?? {}
  const { message, remedy } = textOf(finding.code, placed(finding, own, node), context.language)
  return {
    code: finding.code,
    severity: isIssueCode(finding.code)
      ? severityOf(finding.code, context.mode)
      : (finding.severity ?? 'error'),
    ...(node !== undefined && { node }),
    ...(finding.port !== undefined && { port: finding.port }),
    ...(finding.field !== undefined && { field: finding.field }),
    params: own,
    message,
    remedy,
  }
}

/** Texts may name the place as well as the params. */
function placed(finding: Finding, own: Record<string, unknown>, node?: string): Record<string, unknown> {
  return { node, port: finding.port, field: finding.field, ...own }
}
