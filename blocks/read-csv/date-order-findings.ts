/** Dates whose order of day and month nothing in the file decides: a warning that names what was taken. */
import { ownFinding } from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { ReadCsvConfig } from './config.ts'

/** 'read-csv.date-order' for every column in doubt whose format nobody has stated. */
export function dateOrderFindings({ detected, dateFormat, columns }: ReadCsvConfig): Finding[] {
  if (dateFormat !== undefined) return []
  const { dateFormats, doubtfulDates = {} } = detected!.dialect
  return Object.entries(doubtfulDates).flatMap(([name, other]) => {
    const rule = columns.find(({ source }) => source === name)
    return rule?.dateFormat !== undefined || rule?.drop ? [] : [finding(name, dateFormats[name], other)]
  })
}

function finding(column: string, taken: string, other: string): Finding {
  const text = {
    de: 'Die Daten in „{column}“ lassen sich als {taken} und als {other} lesen; gelesen werden sie als {taken}.',
    en: 'The dates of "{column}" can be read as {taken} and as {other}; they are read as {taken}.',
  }
  const remedy = {
    de: 'Das richtige Format in dateFormat angeben: "{taken}" oder "{other}".',
    en: 'State the right format in dateFormat: "{taken}" or "{other}".',
  }
  const made = ownFinding(
    'read-csv.date-order',
    { text, remedy },
    { severity: 'warning', field: 'dateFormat' },
  )
  return { ...made, params: { ...made.params, column, taken, other } }
}
