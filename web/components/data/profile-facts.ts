/** What is told of a column in words and numbers. */
import type { Column } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { formatCount } from '../../lib/format.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { cellText } from './cell-text.ts'
import type { CellStyle } from './cell-text.ts'

export type Profile = Outputs['datasets']['profile']

/** `name` is the key of its text. */
export interface ProfileFact {
  name:
    | 'dataMin'
    | 'dataMax'
    | 'dataMean'
    | 'dataDeviation'
    | 'dataDistinct'
    | 'dataMissing'
    | 'dataNotFinite'
    | 'dataUncertain'
    | 'dataBad'
  text: string
}

/** In the order in which they are shown; what does not apply to the column is left out. */
export function profileFacts(profile: Profile, column: Column, style: CellStyle): ProfileFact[] {
  const { language } = style
  const unit = unitLabel(column)[language]
  const value = (cell: Profile['min']) =>
    `${cellText(cell, column, style)}${cell !== null && unit ? ` ${unit}` : ''}`
  const given = (cell: number | null) => (cell === null ? undefined : value(cell))
  const count = (number: number | null) => (number === null ? undefined : formatCount(number, language))
  const some = (number: number) => (number > 0 ? count(number) : undefined)
  const facts: [ProfileFact['name'], string | undefined][] = [
    ['dataMin', value(profile.min)],
    ['dataMax', value(profile.max)],
    ['dataMean', given(profile.mean)],
    ['dataDeviation', given(profile.standardDeviation)],
    ['dataDistinct', count(profile.distinct)],
    ['dataMissing', `${count(profile.missing)} / ${count(profile.rows)}`],
    ['dataNotFinite', some(profile.notFinite)],
    ['dataUncertain', some(profile.uncertain)],
    ['dataBad', some(profile.bad)],
  ]
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]))
}

/** The first column that says more than when. Tables have columns. */
export function firstToProfile(columns: readonly Column[]): Column {
  return columns.find(({ type }) => type !== 'time') ?? columns[0]
}
