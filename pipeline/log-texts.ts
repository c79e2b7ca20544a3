/** What blocks say while they run, in words; a code without a text shows its parameters. */
import type { Localized } from './block-spec.ts'
import { isLocalized, renderText } from './render-text.ts'
import type { Language } from './render-text.ts'

const texts: Record<string, Localized> = {
  'csv-dialect': {
    de: 'gelesen als {encoding}, Trennzeichen „{separator}“, Dezimalzeichen „{decimalMark}“, Kopfzeile {header}, Datumsformate {dateFormats}.',
    en: 'read as {encoding}, separator "{separator}", decimal mark "{decimalMark}", header {header}, date formats {dateFormats}.',
  },
  'bad-rows-skipped': {
    de: '{count:number} Zeile(n) passen nicht und sind ausgelassen, zuerst in Zeile {lines}.',
    en: '{count:number} row(s) do not fit and were left out, first in line {lines}.',
  },
  'cells-not-converted': {
    de: '{column}: {count:number} Zelle(n) enthalten nichts vom Typ {type} und fehlen nun, zuerst „{first}“.',
    en: '{column}: {count:number} cell(s) hold no {type} and are missing now, first "{first}".',
  },
  'doubled-hour': {
    de: '{rows:number} Zeile(n) liegen in der doppelten Stunde der Zeitumstellung; Regel: {rule}.',
    en: '{rows:number} row(s) lie in the doubled hour when clocks change; rule: {rule}.',
  },
  'missing-hour-shifted': {
    de: '{rows:number} Zeile(n) lagen in der fehlenden Stunde der Zeitumstellung und sind verschoben.',
    en: '{rows:number} row(s) lay in the missing hour when clocks change and were shifted.',
  },
  'rows-sorted': {
    de: '{rows:number} Zeilen waren nicht nach der Zeit geordnet und sind es jetzt.',
    en: '{rows:number} rows were not in order of time and now are.',
  },
  'same-time-rows': {
    de: '{left:number} Zeile(n) mit gleicher Zeit sind ausgelassen, die letzte gilt.',
    en: '{left:number} row(s) of the same time were left out, the last one counts.',
  },
}

/** A line in the reader's language. */
export function logText(
  { code, params }: { code: string; params: Record<string, unknown> },
  language: Language,
): string {
  const own = isLocalized(params.text) ? params.text : undefined
  const text = (own ?? (Object.hasOwn(texts, code) ? texts[code] : undefined))?.[language]
  return text ? renderText(text, inWords(params), language) : `${code} ${plainParams(params)}`
}

/** Lists and records as people write them. */
function inWords(params: Record<string, unknown>): Record<string, unknown> {
  const word = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.join(', ')
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(([name, item]) => `${name} ${String(item)}`)
    return members.join(', ') || '–'
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, word(value)]))
}

function plainParams(params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ')
}
