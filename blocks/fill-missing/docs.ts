import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Füllt fehlende Werte, nie weiter als eine gesetzte Lücke und nie über den Rand der Daten hinaus.

**Einstellungen**
- \`columns\`: die Spalten. Leer: alle, die das Verfahren füllen kann.
- \`method\`:
  - \`forward\`: der letzte vorhandene Wert, wenn er höchstens \`maxGap\` alt ist.
  - \`linear\`: die Gerade zwischen dem Wert davor und dem danach, wenn sie höchstens \`maxGap\` auseinander liegen (nur \`number\`). Der Wert ist erst bekannt, wenn der danach bekannt ist: die **Verfügbarkeit** wächst um \`maxGap\`.
  - \`constant\`: immer \`value\`.
- \`maxGap\`: eine Zeitspanne, gemessen an den Stempeln.
- \`value\`: für \`constant\`, vom Typ der Spalten.
- \`nanIsMissing\`: auch NaN füllen.

Zeilen, die ganz fehlen, legt „Umrastern“ an. Für \`forward\` und \`linear\` müssen die Zeilen nach der Zeit geordnet sein.

**NaN** ist ein Wert: es wird nicht gefüllt (außer mit \`nanIsMissing\`) und füllt andere. **Qualität:** Gefülltes ist höchstens „unsicher“, von Schlechtem bleibt es schlecht; nur bei Spalten mit Qualität.
**Leere Tabelle:** leer. **Eine Zeile:** ein fehlender Wert wird nur mit \`constant\` gefüllt. **Alles fehlt:** bleibt fehlend, außer mit \`constant\`.

**Beispiel:** \`{ "columns": ["level"], "method": "linear", "maxGap": "1 h" }\``,
  en: `Fills missing values, never further than a gap that you set and never beyond the ends of the data.

**Settings**
- \`columns\`: the columns. Empty: all that the method can fill.
- \`method\`:
  - \`forward\`: the last value present, if it is at most \`maxGap\` old.
  - \`linear\`: the straight line between the value before and the one after, if they are at most \`maxGap\` apart (\`number\` only). The value is known only once the one after it is: the **availability** grows by \`maxGap\`.
  - \`constant\`: always \`value\`.
- \`maxGap\`: a length of time, measured by the stamps.
- \`value\`: for \`constant\`, of the type of the columns.
- \`nanIsMissing\`: fill NaN too.

Rows that are absent altogether are made by "Resample". For \`forward\` and \`linear\` the rows must be in order of time.

**NaN** is a value: it is not filled (but with \`nanIsMissing\`) and it fills others. **Quality:** what is filled is "uncertain" at best, of bad values bad; only for columns that have a quality.
**Empty table:** empty. **One row:** a missing value is filled by \`constant\` only. **All missing:** stays missing, but for \`constant\`.

**Example:** \`{ "columns": ["level"], "method": "linear", "maxGap": "1 h" }\``,
}
