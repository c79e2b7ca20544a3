/** What may be in a document before anything looks at its meaning: JSON, not too deep, not too much. */
import type { Finding } from './issue.ts'

export const jsonLimits = { depth: 64, values: 5_000_000, textLength: 1_000_000 }

export type JsonPath = (string | number)[]

export interface JsonScan {
  findings: Finding[]
  /** Paths of all own keys called __proto__: zod leaves them out, so they are looked after by hand. */
  protoKeys: JsonPath[]
}

interface Place {
  value: unknown
  depth: number
  key: string | number
  parent?: Place
}

/** Walks the whole value without recursion; stops at the first limit that is passed. */
export function scanJson(value: unknown): JsonScan {
  const scan: JsonScan = { findings: [], protoKeys: [] }
  const todo: Place[] = [{ value, depth: 0, key: '' }]
  let seen = 0
  for (let place = todo.pop(); place; place = todo.pop()) {
    const limit = passedLimit(place, ++seen)
    if (limit) return { ...scan, findings: [...scan.findings, limit] }
    if (isContainer(place.value)) pushMembers(todo, scan, place)
    else if (!isJsonScalar(place.value)) scan.findings.push(notJson(place))
  }
  return scan
}

function pushMembers(todo: Place[], scan: JsonScan, place: Place): void {
  const isList = Array.isArray(place.value)
  for (const [key, value] of Object.entries(place.value as object)) {
    const member: Place = { value, depth: place.depth + 1, key: isList ? Number(key) : key, parent: place }
    // A member that is undefined does not exist in JSON.
    if (value === undefined && !isList) continue
    if (key === '__proto__') scan.protoKeys.push(pathOf(member))
    todo.push(member)
  }
}

function passedLimit(place: Place, seen: number): Finding | undefined {
  if (place.depth > jsonLimits.depth) return tooBig('depth', place.depth, jsonLimits.depth)
  if (seen > jsonLimits.values) return tooBig('values', seen, jsonLimits.values)
  const length = typeof place.value === 'string' ? place.value.length : 0
  return length > jsonLimits.textLength ? tooBig('text', length, jsonLimits.textLength) : undefined
}

function tooBig(what: string, count: number, limit: number): Finding {
  return { code: 'too-big', params: { what, count, limit } }
}

function isContainer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || prototype === Object.prototype
}

function isJsonScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function notJson(place: Place): Finding {
  const path = showPath(pathOf(place))
  return { code: 'document-field', field: path, params: { path, problem: `${typeof place.value}: no JSON` } }
}

function pathOf(place: Place): JsonPath {
  const path: JsonPath = []
  for (let at: Place | undefined = place; at?.parent; at = at.parent) path.unshift(at.key)
  return path
}

/** Dotted path; the document itself is '(document)'. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '(document)' : path.map(String).join('.')
}
