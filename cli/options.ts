/** Options that several commands share. */
import { InvalidArgumentError } from 'commander'
import type { Language } from '#pipeline/render-text.ts'

/** Collects repeated `name=value` options. */
export function collectPairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`It wants name=value, not "${text}".`)
  return Object.fromEntries([...Object.entries(before), [text.slice(0, at), text.slice(at + 1)]])
}

/** A parameter's value: JSON where it is JSON (numbers, true, lists), else the text itself. */
export function parameterValues(pairs: Record<string, string> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(pairs).map(([name, text]) => [name, jsonOrText(text)]))
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** German where the system says so, else English. */
export function systemLanguage(locale = Intl.DateTimeFormat().resolvedOptions().locale): Language {
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en'
}
