import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Macht aus Text Zahlen, ganze Zahlen, Wahrheitswerte oder Zeiten, aus ganzen Zahlen Dezimalzahlen und umgekehrt.

**Einstellungen**
- \`columns\`: Liste aus \`column\` und \`type\` (\`number\`, \`integer\`, \`boolean\`, \`time\`); für Text dazu
  \`decimalMark\` (\`.\` oder \`,\`) und \`dateFormat\` (wie \`%d.%m.%Y %H:%M\`; leer: ISO 8601).

Eine Zelle, die nicht passt, fehlt danach; wie viele das sind, steht im Protokoll. Gerundet wird nie: 3,5 wird keine ganze Zahl, und eine
ganze Zahl jenseits von 2^53 nur dann eine Dezimalzahl, wenn es sie genau gibt. \`nan\` ist eine Zahl. Leerer Text fehlt, ungezählt.
Wahr: true, yes, ja, wahr, on, ein, 1; falsch: false, no, nein, falsch, off, aus, 0. Zeiten ohne Abstand zu UTC gelten auf der
Uhr der Tabelle (ohne Zeitspalte: UTC), in der doppelten Stunde die frühere.

**Fehlende Werte und Qualität** bleiben, wie sie sind; die Zeilen und alles übrige der Spalte ebenso.
**Leere Tabelle, eine Zeile, alles fehlt:** dieselben Zeilen.

**Beispiel:** \`{ "columns": [{ "column": "druck", "type": "number", "decimalMark": "," }] }\``,
  en: `Makes numbers, whole numbers, truth values or times of text, decimal numbers of whole ones, and back.

**Settings**
- \`columns\`: a list of \`column\` and \`type\` (\`number\`, \`integer\`, \`boolean\`, \`time\`); for text also
  \`decimalMark\` (\`.\` or \`,\`) and \`dateFormat\` (as \`%d.%m.%Y %H:%M\`; empty: ISO 8601).

A cell that does not fit is missing afterwards; the log says how many. Nothing is rounded: 3.5 becomes no whole number, and a whole
number beyond 2^53 a decimal one only where that is exact. \`nan\` is a number. Blank text is missing, and not counted.
True: true, yes, ja, wahr, on, ein, 1; false: false, no, nein, falsch, off, aus, 0. Times without an offset are meant on the
table's clock (without a time column: UTC), in a doubled hour the earlier one.

**Missing values and quality** stay as they are, and so do the rows and the rest of the column.
**Empty table, one row, all missing:** the same rows.

**Example:** \`{ "columns": [{ "column": "pressure", "type": "number", "decimalMark": "," }] }\``,
}
