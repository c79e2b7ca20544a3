import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Behält die genannten Spalten in der genannten Reihenfolge, oder lässt die genannten weg, und benennt Spalten um.

**Einstellungen**
- \`columns\`: die Spalten. Leer: alle bleiben.
- \`drop\`: die genannten Spalten weglassen statt behalten.
- \`rename\`: Liste aus \`from\` und \`to\`; gilt nach der Auswahl.

Die Zeitspalte bleibt immer erhalten; ist sie nicht genannt, steht sie vorn. Ihr Umbenennen ist erlaubt.

**Fehlende Werte, NaN, Qualität** bleiben, wie sie sind; die Zeilen ebenso.
**Leere Tabelle, eine Zeile, alles fehlt:** dieselben Zeilen mit den gewählten Spalten.

**Beispiel:** \`{ "columns": ["level"], "rename": [{ "from": "level", "to": "temperatur" }] }\``,
  en: `Keeps the named columns in the order named, or leaves the named ones out, and renames columns.

**Settings**
- \`columns\`: the columns. Empty: all stay.
- \`drop\`: leave the named columns out instead of keeping them.
- \`rename\`: a list of \`from\` and \`to\`; applies after choosing.

The time column always stays; where it is not named it comes first. It may be renamed.

**Missing values, NaN, quality** stay as they are, and so do the rows.
**Empty table, one row, all missing:** the same rows with the chosen columns.

**Example:** \`{ "columns": ["level"], "rename": [{ "from": "level", "to": "temperature" }] }\``,
}
