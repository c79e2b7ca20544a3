/** New names for nodes, notes and groups. */
import type { PipelineDocument } from '#pipeline/document.ts'

const maxLength = 100

/** `wanted`, or `wanted-2`, `wanted-3` and so on: the first that is not taken. */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/-\d+$/, '').slice(0, maxLength - 8) || wanted.slice(0, maxLength - 8)
  for (let number = 2; ; number++) {
    const name = `${stem}-${number}`
    if (!taken.has(name)) return name
  }
}

export function nodeNames(document: PipelineDocument): Set<string> {
  return new Set(document.nodes.map((node) => node.id))
}

/** A record without prototype surprises: any name, also __proto__, is a plain member. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries(entries)
}

/** What a record holds under a name of its own. */
export function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
