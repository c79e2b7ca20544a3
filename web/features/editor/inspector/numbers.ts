/** Numbers and lengths of time as people type them. */
import type { Language } from '#pipeline/render-text.ts'

/** '1,5' in German, '1.5' in both; undefined for what is no number. Thousands marks are not guessed at. */
export function parseNumber(text: string, language: Language): number | undefined {
  const plain = text.trim().replace('−', '-')
  const dotted = language === 'de' ? plain.replace(',', '.') : plain
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(dotted)) return undefined
  const value = Number(dotted)
  return Number.isFinite(value) ? value : undefined
}

/** Every digit, with the reader's decimal mark, so that what is shown can be typed again. */
export function writeNumber(value: number, language: Language): string {
  return language === 'de' ? String(value).replace('.', ',') : String(value)
}

export const durationUnits = ['ms', 's', 'min', 'h', 'd', 'w'] as const

export interface DurationParts {
  amount: string
  unit: string
}

/** '15 min' in its two parts; a text that is none stays whole in the amount. */
export function splitDuration(text: string): DurationParts {
  const match = /^([\d.]+) ?(us|ms|s|min|h|d|w)$/.exec(text.trim())
  return match ? { amount: match[1], unit: match[2] } : { amount: text, unit: 'min' }
}

/** The parts as settings keep them: with a point, whatever the language. */
export function joinDuration({ amount, unit }: DurationParts, language: Language): string {
  const value = parseNumber(amount, language)
  return value === undefined ? `${amount} ${unit}` : `${value} ${unit}`
}
