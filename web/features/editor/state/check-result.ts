/** What the gateway last said about the document. */
import type { Issue } from '#pipeline/issue.ts'
import type { PortSchema } from '#pipeline/ports.ts'

export type Schemas = Readonly<Record<string, Record<string, PortSchema>>>

export interface CheckResult {
  issues: readonly Issue[]
  /** By node; a list that says the same as before is the same list, so that its node is not drawn again. */
  byNode: ReadonlyMap<string, readonly Issue[]>
  schemas: Schemas
}

export const unchecked: CheckResult = { issues: [], byNode: new Map(), schemas: {} }

export function checkResult(
  answer: { issues: Issue[]; schemas: Schemas },
  before: CheckResult = unchecked,
): CheckResult {
  const byNode = new Map<string, Issue[]>()
  for (const issue of answer.issues) {
    if (issue.node === undefined) continue
    const list = byNode.get(issue.node)
    if (list) list.push(issue)
    else byNode.set(issue.node, [issue])
  }
  const kept = [...byNode].map(([node, list]) => [node, sameOr(before.byNode.get(node), list)] as const)
  return { issues: answer.issues, byNode: new Map(kept), schemas: answer.schemas }
}

function sameOr(old: readonly Issue[] | undefined, list: readonly Issue[]): readonly Issue[] {
  return old && JSON.stringify(old) === JSON.stringify(list) ? old : list
}

/** Errors and warnings that nobody has accepted. */
export function openIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter((issue) => issue.accepted === undefined)
}
