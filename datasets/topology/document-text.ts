/** Pipeline documents as JSON or YAML text. */
import { extname } from 'node:path'
import { parseDocument, stringify, visit } from 'yaml'
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { findDuplicateKey, numbersIn } from '#pipeline/duplicate-keys.ts'

export const documentEndings = ['.json', '.yaml', '.yml'] as const

const maxBytes = 64 * 1024 * 1024

/**
 * The value in a text; the name's ending says which language it is. Keys are unique. YAML 1.2 without tags of its
 * own and without aliases (they let a small file fill the memory). Throws 'document-unreadable' with the place.
 */
export function parseText(name: string, text: string): unknown {
  if (text.length > maxBytes) throw unreadable(name, `more than ${maxBytes} characters`)
  const plain = text.replace(/^\ufeff/, '')
  return isYaml(name) ? parseYaml(name, plain) : parseJson(name, plain)
}

export function documentText(name: string, document: PipelineDocument): string {
  return isYaml(name)
    ? stringify(document, { aliasDuplicateObjects: false })
    : `${JSON.stringify(document, undefined, 2)}\n`
}

function isYaml(name: string): boolean {
  return ['.yaml', '.yml'].includes(extname(name).toLowerCase())
}

function parseJson(name: string, text: string): unknown {
  const value = parsed(name, text)
  for (const source of numbersIn(text)) refuseRounded(name, source)
  const twice = findDuplicateKey(text)
  if (!twice) return value
  const { key, path, line, column } = twice
  throw unreadable(
    name,
    `key ${JSON.stringify(key)} stands twice in ${path}, at line ${line}, column ${column}`,
  )
}

/** A whole number that JavaScript would take for another one without a word. */
function refuseRounded(name: string, source: string): void {
  if (!/^[+-]?\d{16,}$/.test(source)) return
  const [digits, value] = [source.replace('+', ''), Number(source)]
  // What EcoKI itself has written for a large double is that double.
  if (Number.isFinite(value) && (String(value) === digits || BigInt(value) === BigInt(digits))) return
  throw unreadable(name, `the number ${source} would become ${value}: write it in quotes`)
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(name, (error as SyntaxError).message)
  }
}

function parseYaml(name: string, text: string): unknown {
  const parsed = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true, logLevel: 'silent' })
  const [problem] = [...parsed.errors, ...parsed.warnings]
  if (problem) throw unreadable(name, problem.message)
  visit(parsed, {
    Scalar: (_key, { value, source }) => {
      if (typeof value === 'number') refuseRounded(name, source ?? '')
    },
  })
  try {
    return parsed.toJS({ maxAliasCount: 0 })
  } catch (error) {
    if (error instanceof ReferenceError) throw unreadable(name, 'aliases are not allowed')
    throw error
  }
}

function unreadable(name: string, reason: string): DomainError {
  return new DomainError('document-unreadable', { file: name, reason })
}
