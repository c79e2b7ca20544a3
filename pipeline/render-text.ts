/** Fills {name} and {name:format} of a text with parameters, readable in the reader's language. */
import type { Localized } from './block-spec.ts'
import { formatDuration } from './duration.ts'
import { visible } from './visible-text.ts'

export type Language = 'de' | 'en'

type Format = (value: unknown, language: Language) => string

/** The filled text. A missing parameter shows as '?': a text must never fail. */
export function renderText(template: string, params: Record<string, unknown>, language: Language): string {
  return template.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, format = 'plain') => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    return Object.hasOwn(formats, format) ? formats[format](value, language) : '?'
  })
}

export function isLocalized(value: unknown): value is Localized {
  return typeof value === 'object' && value !== null && 'de' in value && 'en' in value
}

const formats: Record<string, Format> = {
  plain: (value) => plain(value),
  number: (value, language) => (typeof value === 'number' ? value.toLocaleString(language) : plain(value)),
  localized: (value, language) => (isLocalized(value) ? plain(value[language]) : plain(value)),
  list: (value, language) =>
    items(value)
      .map((item) => quoted(item, language))
      .join(', ') || '–',
  path: (value) => items(value).map(plain).join(' → '),
  near: (value, language) => near(items(value), language),
  /** null is how availability says 'known in advance'. */
  duration: (value, language) =>
    typeof value === 'number' ? formatDuration(value) : word(value === null ? 'in-advance' : value, language),
  when: (value, language) => when(value, language),
  terms: (value, language) => terms(value, language),
  type: (value, language) => word(value, language),
  types: (value, language) =>
    items(value)
      .map((item) => word(item, language))
      .join(orWord[language]),
  kind: (value, language) => word(value ?? 'unknown', language),
  stamp: (value, language) => word(value ?? 'unknown', language),
  unit: (value, language) =>
    value === '1' ? word('dimensionless', language) : word(value ?? 'unknown', language),
  quantity: (value, language) => word(value ?? 'unknown', language),
  end: (value, language) => word(value === 'from' ? 'from-end' : 'to-end', language),
}

const orWord: Localized = { de: ' oder ', en: ' or ' }

/** Words of the type system; a word that is not here is shown as it is. */
const words: Record<string, Localized> = {
  number: { de: 'Zahl', en: 'number' },
  integer: { de: 'Ganzzahl', en: 'integer' },
  text: { de: 'Text', en: 'text' },
  boolean: { de: 'Ja/Nein', en: 'boolean' },
  time: { de: 'Zeit', en: 'time' },
  table: { de: 'Tabelle', en: 'a table' },
  intervals: { de: 'Zeitabschnitte', en: 'intervals' },
  model: { de: 'Modell', en: 'a model' },
  fitted: { de: 'Angelerntes', en: 'something fitted' },
  metrics: { de: 'Kennzahlen', en: 'metrics' },
  chart: { de: 'Diagramm', en: 'a chart' },
  report: { de: 'Bericht', en: 'a report' },
  scalar: { de: 'Einzelwert', en: 'a single value' },
  level: { de: 'ein Pegel', en: 'a level' },
  amount: { de: 'eine Menge je Abschnitt', en: 'an amount per interval' },
  counter: { de: 'ein Zählerstand', en: 'a running counter' },
  instant: { de: 'den Augenblick', en: 'the instant' },
  'interval-start': { de: 'den Beginn des Abschnitts', en: 'the start of the interval' },
  'interval-end': { de: 'das Ende des Abschnitts', en: 'the end of the interval' },
  'in-advance': { de: 'im Voraus', en: 'in advance' },
  unknown: { de: 'unbekannt', en: 'unknown' },
  dimensionless: { de: 'ohne Einheit', en: 'dimensionless' },
  'from-end': { de: 'kommt von', en: 'comes from' },
  'to-end': { de: 'führt zu', en: 'leads to' },
  source: { de: 'Quelle', en: 'source' },
  lag: { de: 'Versatz', en: 'lag' },
  lead: { de: 'Vorgriff', en: 'lead' },
  window: { de: 'Fenster', en: 'window' },
  resample: { de: 'Raster', en: 'resample' },
  join: { de: 'Verbund', en: 'join' },
  stamp: { de: 'Stempel', en: 'stamp' },
}

function word(value: unknown, language: Language): string {
  return typeof value === 'string' && Object.hasOwn(words, value) ? words[value][language] : plain(value)
}

function near(names: unknown[], language: Language): string {
  if (names.length === 0) return ''
  const list = names.map((name) => quoted(name, language)).join(orWord[language])
  return language === 'de' ? ` Meinten Sie ${list}?` : ` Did you mean ${list}?`
}

/** An offset from a stamp: '15 min before the stamp'. */
function when(value: unknown, language: Language): string {
  if (value === null) return language === 'de' ? 'im Voraus' : 'in advance'
  if (typeof value !== 'number') return plain(value)
  if (value === 0) return language === 'de' ? 'zum Zeitstempel' : 'at the stamp'
  const length = formatDuration(Math.abs(value))
  if (language === 'de') return `${length} ${value < 0 ? 'vor' : 'nach'} dem Zeitstempel`
  return `${length} ${value < 0 ? 'before' : 'after'} the stamp`
}

/** The sum an availability is: 'source 15 min + lag −45 min = −30 min'. */
function terms(value: unknown, language: Language): string {
  const list = items(value) as { code?: unknown; us?: unknown }[]
  const sum = list.reduce((total, term) => total + Number(term?.us), 0)
  // A step that moves nothing explains nothing; the source is where the sum begins.
  const telling = list.filter((term) => term?.code === 'source' || Number(term?.us) !== 0)
  const shown = telling.map((term) => `${word(term?.code, language)} ${formatDuration(Number(term?.us))}`)
  return shown.length > 0 ? `${shown.join(' + ')} = ${formatDuration(sum)}` : formatDuration(sum)
}

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function quoted(value: unknown, language: Language): string {
  return language === 'de' ? `„${plain(value)}“` : `"${plain(value)}"`
}

function plain(value: unknown): string {
  if (value === undefined) return '?'
  return visible(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))
}
