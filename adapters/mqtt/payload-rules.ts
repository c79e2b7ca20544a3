/** What tags of one topic take out of a message. */
import type { TagRequest } from '#adapters/adapter.ts'
import type { TopicAddress } from './address.ts'
import { splitLine } from './csv-line.ts'
import { followPath, parsePath, splitAtEach } from './json-path.ts'
import type { PathStep } from './json-path.ts'
import { timeReader } from './payload-time.ts'
import type { ReadTime } from './payload-time.ts'
import { toWanted } from '#adapters/wanted-value.ts'
import type { BooleanWords, Converted } from '#adapters/wanted-value.ts'

/** A value for a tag; `timeUs` undefined: when the message was received. */
export type Reading = Converted & { timeUs?: number }

/** Reads a parsed message: nothing where the tag is not in it. */
export interface Rule {
  key: number
  needs: 'text' | 'json' | 'lines'
  read(payload: Parsed): Reading[]
}

export interface Parsed {
  text: string
  /** Undefined: the payload is not JSON. */
  json?: { value: unknown }
  lines: string[]
}

export function makeRule(tag: TagRequest<TopicAddress>): Rule {
  switch (tag.address.format) {
    case 'json':
      return jsonRule(tag, tag.address)
    case 'csv':
      return csvRule(tag, tag.address)
    case 'text':
      return { key: tag.key, needs: 'text', read: ({ text }) => [toWanted(text, tag.type)] }
    default: {
      const words = lowerWords(tag.address.words)
      return { key: tag.key, needs: 'text', read: ({ text }) => [toWanted(text, tag.type, words)] }
    }
  }
}

/** Parses as much as the rules of a topic need. */
export function parseFor(rules: readonly Rule[], payload: Buffer): Parsed {
  const text = payload.toString('utf8')
  const json = rules.some(({ needs }) => needs === 'json') ? parseJson(text) : undefined
  const lines = rules.some(({ needs }) => needs === 'lines') ? linesOf(text) : []
  return { text, json, lines }
}

/** Integers beyond 2^53 stay exact. */
function parseJson(text: string): Parsed['json'] {
  try {
    return { value: /\d{16}/.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return context?.source && /^-?\d{16,19}$/.test(context.source) ? BigInt(context.source) : value
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '')
}

function jsonRule(
  { key, type }: TagRequest<TopicAddress>,
  address: Extract<TopicAddress, { format: 'json' }>,
): Rule {
  const value = pathOf(address.path)
  const time = address.time && { steps: pathOf(address.time.path), read: timeReader(address.time.as) }
  const words = lowerWords(address.words)
  const one = (raw: unknown, timeRaw: unknown): Reading =>
    withTime(toWanted(raw, type, words), time?.read, timeRaw)
  const each = splitAtEach(value)
  const read = (root: unknown): Reading[] => {
    const raw = followPath(root, value)
    return raw === undefined ? [] : [one(raw, time && followPath(root, time.steps))]
  }
  const readEach = (root: unknown): Reading[] =>
    each ? entriesOf(root, each, time?.steps).map(([raw, timeRaw]) => one(raw, timeRaw)) : []
  return {
    key,
    needs: 'json',
    read: ({ json }) => (json ? (each ? readEach : read)(json.value) : [{ value: null, status: 'not-json' }]),
  }
}

/** Value and time of each entry of the list; the time may lie in the entry or once for all. */
function entriesOf(
  root: unknown,
  { list, rest }: { list: PathStep[]; rest: PathStep[] },
  time: PathStep[] | undefined,
): [unknown, unknown][] {
  const entries = followPath(root, list)
  if (!Array.isArray(entries)) return []
  const inEntry = time && splitAtEach(time)
  const shared = time && !inEntry ? followPath(root, time) : undefined
  const pairs = entries.map((entry: unknown): [unknown, unknown] => {
    const timeRaw = inEntry ? followPath(entry, inEntry.rest) : shared
    return [followPath(entry, rest), timeRaw]
  })
  return pairs.filter(([raw]) => raw !== undefined)
}

function csvRule(
  { key, type }: TagRequest<TopicAddress>,
  address: Extract<TopicAddress, { format: 'csv' }>,
): Rule {
  const { column, separator, decimal, time } = address
  const readTime = time && timeReader(time.as)
  const words = lowerWords(address.words)
  const readLine = (line: string): Reading[] => {
    const fields = splitLine(line, separator)
    if (!fields) return [{ value: null, status: 'not-csv' }]
    const raw = fields.at(column - 1)
    if (raw === undefined) return []
    const text = decimal === ',' && type !== 'text' ? raw.replaceAll('.', ' ').replace(',', '.') : raw
    return [withTime(toWanted(text.trim(), type, words), readTime, time && fields.at(time.column - 1))]
  }
  return { key, needs: 'lines', read: ({ lines }) => lines.flatMap(readLine) }
}

/** A sample whose time cannot be read is kept as a bad one at the time it was received. */
function withTime(converted: Converted, read: ReadTime | undefined, raw: unknown): Reading {
  if (!read) return converted
  const timeUs = read(raw)
  return timeUs === undefined ? { value: null, status: 'no-time' } : { ...converted, timeUs }
}

function pathOf(text: string): PathStep[] {
  const steps = parsePath(text)
  if (!steps) throw new RangeError(`${text} is no path`)
  return steps
}

function lowerWords(words: BooleanWords | undefined): BooleanWords | undefined {
  const lower = (list: readonly string[]) => list.map((word) => word.toLowerCase())
  return words && { yes: lower(words.yes), no: lower(words.no) }
}
