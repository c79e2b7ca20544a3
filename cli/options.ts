/** Options that several commands share. */
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { parameterFromText } from '#pipeline/parameter-schema.ts'
import type { Language } from '#pipeline/render-text.ts'

/** Collects repeated `name=value` options. */
export function collectPairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`It wants name=value, not "${text}".`)
  return Object.fromEntries([...Object.entries(before), [text.slice(0, at), text.slice(at + 1)]])
}

/** Values of parameters as the schemas in the document mean them; what does not fit is left for the validator. */
export function parameterValues(
  document: unknown,
  pairs: Record<string, string> = {},
): Record<string, unknown> {
  const { parameters = {} } = (document ?? {}) as {
    parameters?: Record<string, { schema?: Record<string, unknown> }>
  }
  const schemaOf = (name: string) =>
    (Object.hasOwn(parameters, name) ? parameters[name]?.schema : undefined) ?? {}
  return Object.fromEntries(
    Object.entries(pairs).map(([name, text]) => [name, parameterFromText(schemaOf(name), text)]),
  )
}

/** Paths on the command line are relative to where it is typed. */
export function absolutePaths(pairs: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).map(([node, path]) => [node, resolve(path)]))
}

/** German where the system says so, else English. */
export function systemLanguage(locale = Intl.DateTimeFormat().resolvedOptions().locale): Language {
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en'
}
