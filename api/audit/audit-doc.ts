/** The part of docs/audit.md that is made from the list of actions. */
import { auditActions } from './actions.ts'

const begin = '<!-- made by node docs/write-audit.ts -->'
const end = '<!-- end -->'

/** Puts the table of actions in its place in the text. Throws when the place is not marked. */
export function withActions(markdown: string): string {
  const [from, to] = [markdown.indexOf(begin), markdown.indexOf(end)]
  if (from === -1 || to < from) throw new Error('docs/audit.md has lost the marks of its table')
  return `${markdown.slice(0, from)}${begin}\n\n${table()}\n\n${markdown.slice(to)}`
}

/** As the formatter of the repository wants it. */
function table(): string {
  const names = Object.keys(auditActions).sort()
  const rows = [['Action', 'What happened'], ...names.map((name) => [`\`${name}\``, auditActions[name]])]
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n')
}
