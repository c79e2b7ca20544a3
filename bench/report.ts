/** docs/benchmarks.md: a section for each benchmark, replaced by its newest run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkoutDirectory } from '#config/directories.ts'
import type { Benchmark, Figure, Outcome } from './figure.ts'
import { describeMachine } from './machine.ts'

const file = join(checkoutDirectory, 'docs', 'benchmarks.md')
const head = `# Benchmarks

Written by \`npm run bench\`; \`npm run bench -- --only NAME\` replaces one section. Figures are medians. A ratio is the
median of EcoKI / peer over pairs that were measured one after the other in the same run; below 1 EcoKI takes less.
The load is what the system reports for the minute before and the minute after: above the number of cores something
else was running too.`

/** Puts the outcome in the place of what the benchmark had found before. */
export function writeSection(benchmark: Benchmark, outcome: Outcome, loads: string): void {
  const sections = existsSync(file) ? readSections(readFileSync(file, 'utf8')) : new Map<string, string>()
  sections.set(benchmark.name, sectionOf(benchmark, outcome, loads))
  const text = [...sections.values()].join('\n\n')
  writeFileSync(file, `${head}\n\n${text}\n`)
}

function readSections(text: string): Map<string, string> {
  const [, ...sections] = text.split(/^(?=## )/m)
  return new Map(sections.map((section) => [/\(`(.+)`\)/.exec(section)?.[1] ?? '', section.trimEnd()]))
}

function sectionOf({ name, title, about }: Benchmark, { figures, remarks }: Outcome, loads: string): string {
  const date = new Date().toISOString().slice(0, 10)
  const parts = [`## ${title} (\`${name}\`)`, about.trim(), tableOf(figures)]
  const missed = figures.flatMap(({ what, goal }) =>
    goal?.reason ? [`Missed: ${what}. ${goal.reason}`] : [],
  )
  const place = `${date}, ${describeMachine()}; load ${loads}.`
  return [...parts, listOf([...missed, ...remarks]), place].filter(Boolean).join('\n\n')
}

function listOf(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** The figures as a table, in columns of one width as Prettier has them. */
export function tableOf(figures: Figure[]): string {
  const rows = [['', 'EcoKI', 'peer', 'ratio', 'goal', ''], ...figures.map(rowOf)]
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)))
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n')
}

function rowOf({ what, unit, ours, peer, ratio, goal }: Figure): string[] {
  const verdict = goal ? (goal.isMet ? 'met' : 'missed') : ''
  const peerText = peer === undefined ? '' : amount(peer, unit)
  return [what, amount(ours, unit), peerText, ratio?.toFixed(2) ?? '', goal?.text ?? '', verdict]
}

function amount(value: number, unit: Figure['unit']): string {
  const digits = unit === 'values' ? 0 : unit === 's' ? 1 : value < 10 ? 1 : 0
  return `${value.toFixed(digits)} ${unit}`
}
