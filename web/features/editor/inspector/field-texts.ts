/** What settings of blocks are called, and what they are for. English help beyond this stands in the blocks' schemas. */
import type { Localized } from '#pipeline/block-spec.ts'
import type { Language } from '#pipeline/render-text.ts'

interface FieldText {
  label: Localized
  /** German; the schema's own description is English. */
  help?: string
}

const field = (de: string, en: string, help?: string): FieldText => ({ label: { de, en }, help })

/** By name; `block.name` where a name means something else in one block. */
const texts: Readonly<Record<string, FieldText>> = {
  actual: field('Wahre Werte', 'Actual values', 'Spalte mit den wahren Werten'),
  aggregation: field('Zusammenfassen durch', 'Aggregate by'),
  as: field('Als', 'As'),
  availabilityUs: field('Bekannt nach (µs)', 'Known after (µs)'),
  baseline: field('Vergleichsgröße', 'Baseline', 'Vorhersage, an der die anderen gemessen werden'),
  before: field('Vorher', 'Before', 'Die Uhr so lange vor dem Zeitstempel ablesen'),
  by: field('Teilen nach', 'Split by', 'Wo geteilt wird'),
  byteOrderMark: field('Byte-Order-Mark', 'Byte order mark', 'Daran erkennen Tabellenprogramme UTF-8'),
  column: field('Spalte', 'Column'),
  columns: field('Spalten', 'Columns', 'Leer: alle, die in Frage kommen'),
  compression: field('Komprimierung', 'Compression'),
  conditions: field('Bedingungen', 'Conditions', 'Bedingungen'),
  constant: field('Konstante', 'Constant'),
  contributions: field('Beiträge', 'Contributions', 'Hinzufügen, was jedes Merkmal beiträgt'),
  dateFormat: field('Datumsformat', 'Date format'),
  days: field('Tage', 'Days', 'Tage zu 24 Stunden'),
  decimalMark: field('Dezimalzeichen', 'Decimal mark'),
  detected: field('Erkannt', 'Detected'),
  diagonal: field('Diagonale', 'Diagonal', 'Die Linie zeichnen, auf der beide gleich sind'),
  doubledHour: field('Doppelte Stunde', 'Doubled hour'),
  drop: field('Weglassen', 'Leave out', 'Die genannten Spalten weglassen statt behalten'),
  encoding: field('Zeichensatz', 'Encoding'),
  features: field(
    'Merkmale',
    'Features',
    'Spalten, aus denen vorhergesagt wird; leer: alle Zahlen außer dem Ziel',
  ),
  'calendar-features.features': field('Merkmale', 'Features', 'Was hinzugefügt wird'),
  file: field('Datei', 'File'),
  fileName: field('Dateiname', 'File name'),
  fraction: field('Anteil', 'Fraction', 'Anteil der Zeilen zum Lernen'),
  from: field('Von', 'From', 'Erster Zeitpunkt; leer: vom ersten Messwert an'),
  grid: field(
    'Raster',
    'Grid',
    'Zeilen im Abstand dieser Dauer; leer: zu jedem Zeitpunkt mit einem Messwert',
  ),
  header: field('Kopfzeile', 'Header line'),
  hold: field('Gültigkeit', 'Holds for', 'So lange gilt ein Wert höchstens; leer: einen Abschnitt lang'),
  holidays: field('Feiertage', 'Holidays', 'Feiertage'),
  horizon: field('Vorhersage voraus', 'Horizon', 'Wie weit voraus vorhergesagt wird'),
  instant: field('Zeitpunkt', 'Instant', 'Erster Zeitpunkt des Testteils'),
  intercept: field('Konstante mitlernen', 'Intercept', 'Ein konstanter Summand wird mitgelernt'),
  kind: field('Art', 'Kind'),
  label: field('Stempel', 'Stamp', 'Stempel der neuen Zeilen'),
  lags: field('Schritte zurück', 'Steps back', 'Schritte des Rasters zurück'),
  lineEnd: field('Zeilenende', 'Line end'),
  match: field('Verknüpfung', 'Match', 'Alle Bedingungen oder mindestens eine'),
  maxGap: field('Längste Lücke', 'Longest gap', 'Größte Lücke, die gefüllt wird'),
  method: field('Verfahren', 'Method', 'Wie gefüllt wird'),
  minCount: field('Mindestanzahl', 'Least count', 'So viele Werte braucht ein Ergebnis'),
  missing: field('Fehlende Werte', 'Missing values', 'Was bei fehlenden Werten gilt'),
  missingHour: field('Fehlende Stunde', 'Missing hour'),
  missingTokens: field('Zeichen für fehlend', 'Marks of missing values'),
  name: field('Name', 'Name', 'Name der neuen Spalte'),
  nanIsMissing: field('NaN ist fehlend', 'NaN is missing', 'Auch NaN füllen'),
  neutraliseFormulas: field(
    'Formeln entschärfen',
    'Neutralise formulas',
    'Texte, die Tabellenprogramme als Formel läsen, werden entschärft',
  ),
  nullable: field('Darf fehlen', 'May be missing'),
  offset: field('Ende vorher', 'Ends before', 'Das Fenster endet so lange vor der Zeile'),
  onBadRow: field('Bei fehlerhafter Zeile', 'On a bad row'),
  operator: field('Operator', 'Operator'),
  predictions: field('Vorhersagen', 'Predictions', 'Spalten, die bewertet werden'),
  prefix: field('Vorsatz', 'Prefix', 'Steht vor den neuen Namen'),
  quantity: field('Größe', 'Quantity'),
  quote: field('Anführungszeichen', 'Quote'),
  rename: field('Umbenennen', 'Rename', 'Neue Namen'),
  'select.from': field('Spalte', 'Column'),
  season: field('Saison', 'Season', 'Wie lange her; ein Vielfaches des Rasters'),
  seed: field('Startwert', 'Seed', 'Leer: der Startwert des Laufs'),
  separator: field('Trennzeichen', 'Separator'),
  skipLines: field('Zeilen überspringen', 'Skip lines'),
  source: field('Spalte der Datei', 'Column of the file'),
  stamp: field('Zeitstempel', 'Stamp'),
  start: field('Beginn', 'Start', 'Erster Schritt; ohne Versatz auf der Uhr der Zeitzone'),
  statistics: field('Statistiken', 'Statistics', 'Was berechnet wird'),
  step: field('Schritt', 'Step', 'Länge eines Abschnitts'),
  tag: field('Tag', 'Tag'),
  tags: field('Tags', 'Tags'),
  target: field('Ziel', 'Target', 'Spalte, die vorhergesagt wird'),
  thousands: field('Tausenderzeichen', 'Thousands mark'),
  time: field('Zeiten', 'Times', 'Wie Zeiten geschrieben werden; Ortszeiten gelten in der Zone der Tabelle'),
  timeColumn: field('Zeitspalte', 'Time column'),
  timeName: field('Name der Zeitspalte', 'Name of the time column'),
  timeStepsBack: field('Rückwärts springende Zeiten', 'Times that step back'),
  title: field('Überschrift', 'Title', 'Leer: die Namen der Spalten'),
  to: field('Bis', 'To', 'Ende, nicht mehr dabei; leer: bis zum letzten Messwert'),
  'select.to': field('Neuer Name', 'New name'),
  type: field('Typ', 'Type'),
  unit: field('Einheit', 'Unit'),
  value: field('Wert', 'Value', 'Der Wert'),
  values: field('Werte', 'Values'),
  window: field('Fenster', 'Window', 'Länge des Fensters'),
  x: field('Waagrecht', 'Horizontal', 'Spalte der waagrechten Achse'),
  y: field('Senkrecht', 'Vertical', 'Spalten der senkrechten Achse, alle in einer Einheit'),
  zone: field('Zeitzone', 'Time zone', 'Zeitzone, in der Ortszeiten gemeint sind'),
}

/** The words of choices; others are shown as they are written. */
const choices: Readonly<Record<string, Localized>> = {
  all: { de: 'alle', en: 'all' },
  any: { de: 'mindestens eine', en: 'any' },
  drop: { de: 'fällt weg', en: 'drop' },
  keep: { de: 'bleibt', en: 'keep' },
  forward: { de: 'letzter Wert', en: 'last value' },
  linear: { de: 'Gerade', en: 'straight line' },
  constant: { de: 'Konstante', en: 'constant' },
  'interval-start': { de: 'Beginn des Abschnitts', en: 'start of the interval' },
  'interval-end': { de: 'Ende des Abschnitts', en: 'end of the interval' },
  instant: { de: 'Augenblick', en: 'instant' },
  default: { de: 'nach Art der Spalte', en: 'by the kind of the column' },
  mean: { de: 'Mittelwert', en: 'mean' },
  'time-weighted-mean': { de: 'zeitgewichtetes Mittel', en: 'time-weighted mean' },
  sum: { de: 'Summe', en: 'sum' },
  difference: { de: 'Differenz', en: 'difference' },
  min: { de: 'Minimum', en: 'minimum' },
  max: { de: 'Maximum', en: 'maximum' },
  first: { de: 'erster Wert', en: 'first value' },
  last: { de: 'letzter Wert', en: 'last value' },
  count: { de: 'Anzahl', en: 'count' },
  std: { de: 'Standardabweichung', en: 'standard deviation' },
  median: { de: 'Median', en: 'median' },
  fraction: { de: 'Anteil', en: 'fraction' },
  refuse: { de: 'ablehnen', en: 'refuse' },
  skip: { de: 'überspringen', en: 'skip' },
  sort: { de: 'sortieren', en: 'sort' },
  shift: { de: 'verschieben', en: 'shift' },
  earlier: { de: 'frühere', en: 'earlier' },
  later: { de: 'spätere', en: 'later' },
  'by-order': { de: 'nach Reihenfolge', en: 'by order' },
  'midnight-belongs-to-day-before': {
    de: 'Mitternacht gehört zum Vortag',
    en: 'midnight belongs to the day before',
  },
  level: { de: 'Pegel', en: 'level' },
  amount: { de: 'Menge je Abschnitt', en: 'amount per interval' },
  counter: { de: 'Zählerstand', en: 'running counter' },
  number: { de: 'Zahl', en: 'number' },
  integer: { de: 'Ganzzahl', en: 'integer' },
  text: { de: 'Text', en: 'text' },
  boolean: { de: 'Ja/Nein', en: 'boolean' },
  time: { de: 'Zeit', en: 'time' },
  good: { de: 'gut', en: 'good' },
  uncertain: { de: 'unsicher', en: 'uncertain' },
  bad: { de: 'schlecht', en: 'bad' },
  between: { de: 'zwischen', en: 'between' },
  'one-of': { de: 'eines von', en: 'one of' },
  contains: { de: 'enthält', en: 'contains' },
  'starts-with': { de: 'beginnt mit', en: 'starts with' },
  'is-missing': { de: 'fehlt', en: 'is missing' },
  'is-present': { de: 'ist da', en: 'is present' },
  'is-nan': { de: 'ist NaN', en: 'is NaN' },
  'quality-is': { de: 'Qualität ist', en: 'quality is' },
  hour: { de: 'Stunde', en: 'hour' },
  weekday: { de: 'Wochentag', en: 'weekday' },
  month: { de: 'Monat', en: 'month' },
  'day-of-year': { de: 'Tag im Jahr', en: 'day of year' },
  'minute-of-day': { de: 'Minute des Tages', en: 'minute of day' },
  'is-weekend': { de: 'Wochenende', en: 'is weekend' },
  'is-holiday': { de: 'Feiertag', en: 'is holiday' },
  none: { de: 'keine', en: 'none' },
}

function textOf(name: string, block?: string): FieldText | undefined {
  const key = block === undefined ? name : `${block}.${name}`
  if (Object.hasOwn(texts, key)) return texts[key]
  return Object.hasOwn(texts, name) ? texts[name] : undefined
}

/** What a setting is called; the name itself in words where nobody has thought of one. */
export function fieldLabel(name: string, language: Language, block?: string): string {
  const known = textOf(name, block)
  if (known) return known.label[language]
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function fieldHelp(
  name: string,
  language: Language,
  of: { block: string; english?: string },
): string | undefined {
  return language === 'en' ? of.english : textOf(name, of.block)?.help
}

export function choiceLabel(value: unknown, language: Language): string {
  return typeof value === 'string' && Object.hasOwn(choices, value) ? choices[value][language] : String(value)
}
