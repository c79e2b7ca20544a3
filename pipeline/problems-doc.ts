/** docs/problems.md, made from the table of codes and their texts. */
import type { BlockSpec } from './block-spec.ts'
import { issueCodes, severityOf } from './issue-codes.ts'
import type { IssueCode } from './issue-codes.ts'
import { issueTexts } from './issue-texts.ts'

type Mode = BlockSpec['modes'][number]

const head = `# Problems

Everything that \`ecoki validate\` (and the editor, and the start of a run) can say about a pipeline. An error: nothing
starts. A warning: the pipeline runs, the warning is printed and stored with the scores; the document can accept it with a
reason, under \`accepted\`, by its code. Words in braces stand for the case at hand. Blocks may have problems of their own,
named \`<block>.<problem>\`; their docs tell them.

This page is made by \`node docs/write-problems.ts\` from \`pipeline/issue-codes.ts\` and its texts.

| Code | Batch | Streaming | What it says | What to do | Auf Deutsch |
| --- | --- | --- | --- | --- | --- |
`

/** The page as Markdown; one row for every code. */
export function problemsMarkdown(): string {
  return head + (Object.keys(issueCodes) as IssueCode[]).map(row).join('')
}

function row(code: IssueCode): string {
  const { de, en } = issueTexts
  const severities = (['batch', 'streaming'] satisfies Mode[]).map((mode) => severityOf(code, mode))
  const cells = [
    `\`${code}\``,
    ...severities,
    en[code].message,
    en[code].remedy,
    `${de[code].message} ${de[code].remedy}`,
  ]
  return `| ${cells.map(plain).join(' | ')} |\n`
}

/** '{near:near}' is nothing in a table; other parameters show by name. */
function plain(text: string): string {
  return text
    .replaceAll('{near:near}', '')
    .replace(/\{(\w+):\w+\}/g, '{$1}')
    .replaceAll('|', '\\|')
}
