/** Problems of a pipeline, for people. */
import type { Issue } from '#pipeline/issue.ts'
import { visible } from '#pipeline/visible-text.ts'

export function printIssues(
  issues: Issue[],
  write = (line: string) => process.stderr.write(`${line}\n`),
): void {
  const say = (line: string) => write(visible(line))
  for (const issue of issues) {
    const place = [issue.node, issue.port, issue.field].filter(Boolean).join('.')
    say(`${issue.severity === 'error' ? 'error  ' : 'warning'} ${place ? `${place}: ` : ''}${issue.message}`)
    if (issue.accepted) say(`        accepted: ${issue.accepted}`)
    else if (issue.remedy) say(`        ${issue.remedy}`)
  }
}
