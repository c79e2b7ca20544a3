/** The columns of a user's table beside what a template needs: which fit, which one is probably meant, what is taken for granted. */
import { isIdentity, quantityOf } from './quantities.ts'
import { findColumn } from './ports.ts'
import type { Column, TableSchema } from './ports.ts'
import type { KnownOfColumn } from './own-data.ts'
import { columnConversion, columnProblem, gridProblems } from './template.ts'
import type { FillProblem, Placeholder, Template } from './template.ts'

export interface Offer {
  column: string
  /** Why it cannot be chosen; undefined where it can. */
  problem?: FillProblem
  /** Its values are converted to the unit of the template. */
  converts: boolean
  /** What the data do not say; the template's is taken for it. */
  assumed: ('unit' | 'quantity' | 'kind')[]
}

export interface PlaceholderOffer {
  placeholder: string
  /** The column that is probably meant. */
  guess?: string
  columns: Offer[]
}

/** Every column but that of time for every placeholder, and what is wrong with the table as a whole. */
export function makeOffers(
  template: Template,
  schema: TableSchema,
): { problems: FillProblem[]; placeholders: PlaceholderOffer[] } {
  const columns = schema.columns.filter(({ name }) => name !== schema.time?.column)
  const guesses = guessColumns(template, columns)
  const placeholders = template.placeholders.map((wanted) => ({
    placeholder: wanted.column,
    guess: guesses.get(wanted.column),
    columns: columns.map((column) => makeOffer(wanted, column)),
  }))
  return { problems: gridProblems(template, schema), placeholders }
}

/** What the template takes for granted about the chosen columns, by column. */
export function assumedOf(
  { placeholders }: Template,
  schema: TableSchema,
  chosen: Readonly<Record<string, string>>,
): Map<string, KnownOfColumn> {
  const known = new Map<string, KnownOfColumn>()
  for (const wanted of placeholders) {
    const name = Object.hasOwn(chosen, wanted.column) ? chosen[wanted.column] : undefined
    const column = name === undefined ? undefined : findColumn(schema, name)
    if (!column || columnProblem(wanted, column)) continue
    const parts = makeOffer(wanted, column).assumed.map((part) => [part, wanted[part]] as const)
    known.set(column.name, { ...known.get(column.name), ...Object.fromEntries(parts) })
  }
  return known
}

function makeOffer(wanted: Placeholder, column: Column): Offer {
  const problem = columnProblem(wanted, column)
  const isConverted = wanted.unit !== undefined && column.unit !== undefined && !problem
  const conversion = isConverted ? columnConversion(wanted, column) : undefined
  return {
    column: column.name,
    ...(problem && { problem }),
    converts: conversion !== undefined && !isIdentity(conversion),
    assumed: problem ? [] : missingParts(wanted, column),
  }
}

function missingParts(wanted: Placeholder, column: Column): Offer['assumed'] {
  const parts: Offer['assumed'] = []
  if (wanted.unit !== undefined && column.unit === undefined) parts.push('unit')
  if (wanted.quantity !== undefined && quantityOf(column) === undefined) parts.push('quantity')
  if (wanted.kind !== undefined && column.kind === undefined) parts.push('kind')
  return parts
}

const enough = 0.5
const forUnit = 0.5

/** The best pairs first; no column stands for two placeholders unless people say so. */
function guessColumns({ placeholders }: Template, columns: readonly Column[]): Map<string, string> {
  const pairs = placeholders.flatMap((wanted) =>
    columns
      .filter((column) => columnProblem(wanted, column) === undefined)
      .map((column) => ({ id: wanted.column, column: column.name, score: likeness(wanted, column) })),
  )
  const guesses = new Map<string, string>()
  const taken = new Set<string>()
  for (const { id, column, score } of pairs.sort((a, b) => b.score - a.score)) {
    if (score < enough || guesses.has(id) || taken.has(column)) continue
    guesses.set(id, column)
    taken.add(column)
  }
  return guesses
}

/** 0 to 1 for the name, and a half for a unit that is stated and fits. */
function likeness(wanted: Placeholder, column: Column): number {
  const names = [wanted.column, wanted.title.de, wanted.title.en].map(letters)
  const name = letters(column.name)
  const best = Math.max(...names.map((text) => sharedLetters(name, text) / Math.max(1, text.length)))
  const isOfUnit = wanted.unit !== undefined && column.unit !== undefined
  return best + (isOfUnit ? forUnit : 0)
}

function letters(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '')
}

/** The length of the longest run of letters that both have; runs of less than four mean nothing. */
function sharedLetters(a: string, b: string): number {
  let best = 0
  let row = new Array<number>(b.length + 1).fill(0)
  for (const letter of a) {
    const next = [0]
    for (let at = 1; at <= b.length; at++) next.push(letter === b[at - 1] ? row[at - 1] + 1 : 0)
    best = Math.max(best, ...next)
    row = next
  }
  return best < Math.min(4, b.length) ? 0 : best
}
