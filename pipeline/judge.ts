/** Findings become issues: accepted where the document says so, in an order that does not depend on how it was written. */
import type { PipelineDocument } from './document.ts'
import type { Examination } from './examination.ts'
import { compareText } from './graph.ts'
import { lineageCodes } from './honest-learning.ts'
import type { Issue } from './issue.ts'
import { makeIssue } from './make-issue.ts'
import type { IssueContext } from './make-issue.ts'

type Acceptance = PipelineDocument['accepted'][number]

/** All issues: errors first, then by node, port, field, code and params. */
export function judge(examination: Examination): Issue[] {
  const context: IssueContext = { mode: examination.document.mode, language: examination.language }
  const issues = examination.findings.map(({ node, finding }) => makeIssue(finding, context, node))
  const unused = acceptAll(issues, examination)
  return sorted([...issues, ...unused.map((item) => unusedAcceptance(item, context))])
}

/** Writes the reasons into accepted warnings; returns acceptances that met none. */
function acceptAll(issues: Issue[], examination: Examination): Acceptance[] {
  const warnings = new Map<string, Issue[]>()
  for (const issue of issues) {
    if (issue.severity !== 'warning') continue
    const key = keyOf(issue.code, issue.node)
    const same = warnings.get(key)
    if (same) same.push(issue)
    else warnings.set(key, [issue])
  }
  return examination.document.accepted.filter((item) => !accept(warnings, item) && canTell(examination, item))
}

function accept(warnings: Map<string, Issue[]>, item: Acceptance): boolean {
  const met = (warnings.get(keyOf(item.code, item.node)) ?? []).filter(
    (issue) => !item.port || issue.port === item.port,
  )
  for (const issue of met) issue.accepted = item.reason
  return met.length > 0
}

function keyOf(code: string, node: string | undefined): string {
  return `${code}\u0000${node ?? ''}`
}

/** A node that is left out, or that could not be looked at yet, may still have the warning later. */
function canTell({ graph, states }: Examination, { code, node }: Acceptance): boolean {
  if (lineageCodes.has(code) && [...states.values()].some((state) => !state.isJudged)) return false
  return !graph.nodes.has(node) || (states.get(node)?.isJudged ?? false)
}

function unusedAcceptance(item: Acceptance, context: IssueContext): Issue {
  const params = { code: item.code, accepted: item.node }
  return makeIssue({ code: 'accepted-unused', port: item.port, params }, context, item.node)
}

function sorted(issues: Issue[]): Issue[] {
  const keyed = issues.map((issue) => ({ issue, params: JSON.stringify(issue.params) }))
  keyed.sort((a, b) => compareIssues(a.issue, b.issue) || compareText(a.params, b.params))
  return keyed.map((item) => item.issue)
}

function compareIssues(a: Issue, b: Issue): number {
  return (
    compareText(a.severity, b.severity) ||
    compareText(a.node ?? '', b.node ?? '') ||
    compareText(a.port ?? '', b.port ?? '') ||
    compareText(a.field ?? '', b.field ?? '') ||
    compareText(a.code, b.code)
  )
}
