/** What JSON.parse does without a word: of keys that stand twice it takes the last one, numbers it rounds. */
import { showPath } from './json-limits.ts'
import type { JsonPath } from './json-limits.ts'

export interface DuplicateKey {
  key: string
  /** Dotted path of the object. */
  path: string
  /** Of the second key, from 1. */
  line: number
  column: number
}

interface Level {
  /** Of an object; a list has none. */
  keys?: Set<string>
  /** Key or index of the member that is being read. */
  at: string | number
}

/** The first one in a text that JSON.parse has read. Keys that are written differently (\u0061, a) are the same. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  const levels: Level[] = []
  // Numbers and words hold none of these signs; strings are stepped over.
  const signs = /["[\]{},]/g
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const level = levels.at(-1)
    const [sign] = found
    if (sign === '{') levels.push({ keys: new Set(), at: '' })
    else if (sign === '[') levels.push({ at: 0 })
    else if (sign === '}' || sign === ']') levels.pop()
    else if (sign === ',') nextMember(level)
    else {
      signs.lastIndex = stringEnd(text, found.index)
      if (!level?.keys || !isKey(text, signs.lastIndex)) continue
      const key = JSON.parse(text.slice(found.index, signs.lastIndex)) as string
      if (level.keys.has(key)) return duplicate(key, levels, { text, offset: found.index })
      level.keys.add(key)
      level.at = key
    }
  }
  return undefined
}

/** The numbers of a text that JSON.parse has read, as they are written. */
export function* numbersIn(text: string): Generator<string> {
  const tokens = /"|-?\d[\d.eE+-]*/g
  for (let found = tokens.exec(text); found; found = tokens.exec(text)) {
    if (found[0] === '"') tokens.lastIndex = stringEnd(text, found.index)
    else yield found[0]
  }
}

function nextMember(level: Level | undefined): void {
  if (typeof level?.at === 'number') level.at++
}

/** Behind the closing quote. By hand: a pattern over strings of megabytes runs out of stack. */
function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return quote + 1
  }
  throw new Error('a string without end: JSON.parse has not read this text')
}

/** Behind a key there is a colon. */
function isKey(text: string, from: number): boolean {
  let at = from
  while (' \t\r\n'.includes(text[at] ?? ':')) at++
  return text[at] === ':'
}

function duplicate(
  key: string,
  levels: Level[],
  { text, offset }: { text: string; offset: number },
): DuplicateKey {
  const path: JsonPath = levels.slice(0, -1).map(({ at }) => at)
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { key, path: showPath(path), line, column: offset - before.lastIndexOf('\n') }
}
