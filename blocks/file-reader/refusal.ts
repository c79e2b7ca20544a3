/** What readers refuse, with German and English texts beside each code. */
import type { Localized } from '#pipeline/block-spec.ts'
import { DomainError } from '#pipeline/domain-error.ts'

type Texts = Record<'text' | 'remedy', Localized>

const fixFile = { de: 'Die Datei berichtigen', en: 'Correct the file' }

const refusals = {
  'bad-rows': {
    text: { de: '{count} Zeile(n) passen nicht: {details}', en: '{count} row(s) do not fit: {details}' },
    remedy: {
      de: `${fixFile.de}, Zeichen für fehlende Werte in missingTokens nennen, der Spalte den Typ text geben oder onBadRow auf skip setzen.`,
      en: `${fixFile.en}, name signs of missing values in missingTokens, give the column the type text, or set onBadRow to skip.`,
    },
  },
  'columns-unsupported': {
    text: {
      de: 'Spalten dieser Typen kann niemand lesen: {details}',
      en: 'Columns of these types cannot be read: {details}',
    },
    remedy: { de: 'Sie in columns mit drop weglassen.', en: 'Leave them out with drop in columns.' },
  },
  'data-differs': {
    text: {
      de: 'Die Daten passen nicht zum Schema in der Pipeline: {details}',
      en: 'The data differ from the schema in the pipeline: {details}',
    },
    remedy: {
      de: 'Die richtige Datei angeben, oder detected entfernen und neu erkennen lassen.',
      en: 'Name the right file, or remove detected and have the file inspected again.',
    },
  },
  'encoding-wrong': {
    text: {
      de: 'Vor Zeile {line} stehen Bytes, die in UTF-8 kein Text sind.',
      en: 'Before line {line} there are bytes that are no text in UTF-8.',
    },
    remedy: { de: 'encoding angeben, etwa windows-1252.', en: 'State encoding, such as windows-1252.' },
  },
  'file-unreadable': {
    text: { de: 'Die Datei ist kein lesbares {format}.', en: 'The file is no readable {format}.' },
    remedy: { de: 'Eine andere Datei angeben.', en: 'Name another file.' },
  },
  'missing-hour': {
    text: {
      de: '{count} Uhrzeit(en) in {column} liegen in einer Stunde, die {zone} überspringt, zuerst in Zeile {details}.',
      en: '{count} reading(s) of {column} lie in an hour that {zone} skips, first at line {details}.',
    },
    remedy: {
      de: 'Die Zone prüfen oder missingHour auf shift setzen.',
      en: 'Check the zone, or set missingHour to shift.',
    },
  },
  'no-time-column': {
    text: { de: '{column} ist keine Spalte mit Zeiten.', en: '{column} is no column of times.' },
    remedy: { de: 'timeColumn oder dateFormat berichtigen.', en: 'Correct timeColumn or dateFormat.' },
  },
  'row-too-long': {
    text: { de: 'Die Zeile {line} endet nicht.', en: 'The row in line {line} does not end.' },
    remedy: {
      de: 'Ein Anführungszeichen bleibt offen: quote oder die Datei berichtigen.',
      en: 'A quote stays open: correct quote or the file.',
    },
  },
  'time-steps-back': {
    text: {
      de: 'Die Zeit in {column} springt {count}-mal zurück, zuerst in Zeile {details}.',
      en: 'The time in {column} steps back {count} time(s), first at line {details}.',
    },
    remedy: {
      de: 'timeStepsBack auf sort oder midnight-belongs-to-day-before setzen; bei doppelten Uhrzeiten im Herbst zone und doubledHour prüfen.',
      en: 'Set timeStepsBack to sort or midnight-belongs-to-day-before; for readings doubled in autumn check zone and doubledHour.',
    },
  },
  'time-values-missing': {
    text: { de: 'In {column} fehlen {count} Zeiten.', en: '{count} times are missing in {column}.' },
    remedy: { de: 'Eine andere timeColumn angeben, oder null.', en: 'Name another timeColumn, or null.' },
  },
  'unit-unknown': {
    text: {
      de: 'Die Datei nennt für {column} die Einheit oder Größe {found}: {details}.',
      en: 'The file says that {column} is in {found}: {details}.',
    },
    remedy: {
      de: 'In columns für diese Spalte unit und quantity angeben, oder die Datei berichtigen.',
      en: 'State unit and quantity of this column in columns, or correct the file.',
    },
  },
  'values-not-kept': {
    text: {
      de: '{count} Wert(e) kann ihre Spalte nicht genau fassen: {details}',
      en: '{count} value(s) cannot be kept exactly by their column: {details}',
    },
    remedy: {
      de: 'Der Spalte in columns den Typ text geben (ganzen Zahlen integer), sie mit drop weglassen oder die Datei berichtigen.',
      en: 'Give the column the type text in columns (whole numbers: integer), leave it out with drop, or correct the file.',
    },
  },
} satisfies Record<string, Texts>

export type RefusalCode = keyof typeof refusals

/** The refusal; its params also hold the texts in both languages. `details`: what stands for {details}. */
export function refusal(
  code: RefusalCode,
  params: Record<string, unknown>,
  details: string | Localized = '',
): DomainError {
  const { text, remedy } = refusals[code]
  const both = typeof details === 'string' ? { de: details, en: details } : details
  const filled = {
    de: fill(text.de, { ...params, details: both.de }),
    en: fill(text.en, { ...params, details: both.en }),
  }
  return new DomainError(code, { ...params, text: filled, remedy }, filled.en)
}

function fill(template: string, values: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}
