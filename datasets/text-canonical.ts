import type { ColumnData } from '#pipeline/table.ts'
import { isMissing, newCodes } from '#pipeline/table.ts'

/**
 * Codes and dictionary of a text column in their one form: well-formed, distinct texts in order of first use by a
 * row that is not missing, none unused; code 0 where missing. Shared when they already are so.
 * Throws RangeError for a code without a text.
 */
export function canonicalText(column: ColumnData): { values: Int32Array; dictionary: string[] } {
  const values = column.values as Int32Array
  const dictionary = column.dictionary ?? []
  return isInFirstUseOrder(column) && areDistinct(dictionary) ? { values, dictionary } : recode(column)
}

function isInFirstUseOrder(column: ColumnData): boolean {
  const { missing } = column
  const codes = column.values as Int32Array
  const texts = column.dictionary?.length ?? 0
  let used = 0
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]
    if (missing !== undefined && isMissing(column, row)) {
      if (code !== 0) return false
    } else if (code === used && code < texts) used++
    else if (code < 0 || code >= used) return false
  }
  return used === texts
}

function areDistinct(dictionary: string[]): boolean {
  return new Set(dictionary).size === dictionary.length && dictionary.every((text) => text.isWellFormed())
}

function recode(column: ColumnData): { values: Int32Array; dictionary: string[] } {
  const codes = column.values as Int32Array
  const values = newCodes(codes.length)
  const newCodeOf = new Map<string, number>()
  const newCodeOfOld = new Map<number, number>()
  for (let row = 0; row < codes.length; row++) {
    if (isMissing(column, row)) continue
    let code = newCodeOfOld.get(codes[row])
    if (code === undefined) {
      code = codeOf(newCodeOf, textOf(column, row))
      newCodeOfOld.set(codes[row], code)
    }
    values[row] = code
  }
  return { values, dictionary: [...newCodeOf.keys()] }
}

function codeOf(newCodeOf: Map<string, number>, text: string): number {
  const known = newCodeOf.get(text)
  if (known !== undefined) return known
  newCodeOf.set(text, newCodeOf.size)
  return newCodeOf.size - 1
}

function textOf(column: ColumnData, row: number): string {
  const code = (column.values as Int32Array)[row]
  const text = column.dictionary?.[code]
  if (text === undefined) throw new RangeError(`no text for code ${code} in row ${row}`)
  return text.toWellFormed()
}
