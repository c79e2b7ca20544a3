/** Refuses names that mean something to JavaScript and text that the database cannot keep, before any schema is asked. */
import { z } from 'zod'

/** Below these members names are people's data: a node may be called __proto__. */
const dataFields = new Set(['document', 'parameters', 'config'])
const refusedNames = new Set(['__proto__', 'constructor', 'prototype'])

interface Place {
  path: PropertyKey[]
  isData: boolean
}

/**
 * Throws ZodError with the first member that is refused. What a query says in a document is left to the validator, which
 * says it in words; nothing of it is kept.
 */
export function scanInput(input: unknown, type: 'query' | 'mutation' | 'subscription'): void {
  walk(input, { path: [], isData: false }, type === 'query' ? 'document' : undefined)
}

function walk(value: unknown, at: Place, unread: string | undefined): void {
  if (typeof value === 'string') return refuseText(value, at.path)
  if (typeof value !== 'object' || value === null) return
  const isList = Array.isArray(value)
  for (const name of Object.keys(value)) {
    const path = [...at.path, isList ? Number(name) : name]
    if (!isList) refuseName(name, path, at.isData)
    if (name === unread && !at.isData) continue
    const isData = at.isData || (!isList && dataFields.has(name))
    walk((value as Record<string, unknown>)[name], { path, isData }, unread)
  }
}

function refuseName(name: string, path: PropertyKey[], isData: boolean): void {
  if (!isData && refusedNames.has(name)) refuse(path, 'a name that cannot be used')
  refuseText(name, path)
}

function refuseText(text: string, path: PropertyKey[]): void {
  if (text.includes('\0') || !text.isWellFormed()) refuse(path, 'U+0000 or half a character')
}

function refuse(path: PropertyKey[], message: string): never {
  const safe = path.map((name) =>
    typeof name === 'string' ? name.replaceAll('\0', '').toWellFormed() : name,
  )
  throw new z.ZodRealError([{ code: 'custom', path: safe, message, input: undefined }])
}
