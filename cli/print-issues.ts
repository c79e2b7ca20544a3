/** Problems of a pipeline, for people. */
import type { Issue } from '#pipeline/issue.ts'

export function printIssues(
  issues: Issue[],
  write = (line: string) => process.stderr.write(`${line}\n`),
): void {
  for (const issue of issues) {
    const place = [issue.node, issue.port, issue.field].filter(Boolean).join('.')
    write(
      `${issue.severity === 'error' ? 'error  ' : 'warning'} ${place ? `${place}: ` : ''}${issue.message}`,
    )
    if (issue.accepted) write(`        accepted: ${issue.accepted}`)
    else if (issue.remedy) write(`        ${issue.remedy}`)
  }
}
