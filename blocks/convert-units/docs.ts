import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Rechnet Spalten in eine andere Einheit um. Name, Art, Zeitpunkt, Verfügbarkeit und Qualität bleiben.

**Einstellungen**
- \`columns\`: Liste aus \`column\` (Zahl), \`unit\` (UCUM: \`kW.h\`, \`Cel\`, \`bar\`) und, wenn nötig, \`quantity\`.

Umgerechnet wird nur, was dasselbe misst. Bar Überdruck wird nicht still zu bar absolut, kWh nicht zu Geld, ein Temperaturunterschied
bekommt keinen Nullpunkt: 5 °C wärmer sind 5 K wärmer. Eine Spalte ohne Einheit wird abgelehnt.
Ganze Zahlen werden Dezimalzahlen, sobald gerechnet wird; jenseits von 2^53 werden sie dabei gerundet.

**Fehlende Werte, NaN, Qualität** bleiben, wie sie sind; die Zeilen ebenso.
**Leere Tabelle, eine Zeile, alles fehlt:** dieselben Zeilen.

**Beispiel:** \`{ "columns": [{ "column": "leistung", "unit": "W" }] }\``,
  en: `Converts columns into another unit. Name, kind, stamp, availability and quality stay.

**Settings**
- \`columns\`: a list of \`column\` (a number), \`unit\` (UCUM: \`kW.h\`, \`Cel\`, \`bar\`) and, where needed, \`quantity\`.

Only what measures the same is converted. Bar gauge does not silently become bar absolute, nor kWh money, and a difference of
temperature gets no zero point: 5 °C warmer is 5 K warmer. A column without a unit is refused.
Whole numbers become decimal ones as soon as something is calculated; beyond 2^53 they are rounded then.

**Missing values, NaN, quality** stay as they are, and so do the rows.
**Empty table, one row, all missing:** the same rows.

**Example:** \`{ "columns": [{ "column": "power", "unit": "W" }] }\``,
}
