/** What people read about write-csv. */
import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  en: `Writes the table as a CSV file in UTF-8 into the store; the command line copies it out after success (\`--output\`, \`export\`).

- Numbers are written with as many digits as it takes to read the same double again; NaN as \`NaN\`, infinities as \`inf\`; missing values as \`missing\` says (nothing by default). An empty text and one that reads like \`missing\` are put in quotes.
- \`time\`: \`iso-utc\` (\`2024-01-01T00:00:00Z\`), \`iso-offset\` (local clock with its offset), \`iso-local\` (local clock alone: the doubled hour of autumn cannot be told apart), \`epoch-us\`. Fractions of a second are written where there are any.
- Cells with separator, quote or line end are quoted. Nothing is done about formulas: a text that starts with \`=\` is written as it is, because the file is data. Do not open files with texts from strangers in a spreadsheet program.
- Quality is not written.

An empty table gives the header alone; one row one line; missing columns empty cells.

Example: \`{ "fileName": "hours.csv", "separator": ";", "decimalMark": "," }\``,
  de: `Schreibt die Tabelle als CSV-Datei in UTF-8 in den Speicher; die Kommandozeile kopiert sie nach Erfolg heraus (\`--output\`, \`export\`).

- Zahlen bekommen so viele Ziffern, dass beim Lesen dasselbe Double entsteht; NaN wird \`NaN\`, Unendlich \`inf\`; fehlende Werte, was \`missing\` sagt (sonst nichts). Ein leerer Text und einer, der wie \`missing\` aussieht, stehen in Anführungszeichen.
- \`time\`: \`iso-utc\` (\`2024-01-01T00:00:00Z\`), \`iso-offset\` (Ortszeit mit Versatz), \`iso-local\` (nur Ortszeit: die doppelte Stunde im Herbst ist nicht zu unterscheiden), \`epoch-us\`. Sekundenbruchteile stehen da, wo es welche gibt.
- Zellen mit Trennzeichen, Anführungszeichen oder Zeilenende stehen in Anführungszeichen. Formeln werden nicht entschärft: ein Text, der mit \`=\` beginnt, bleibt, wie er ist, denn die Datei ist Daten. Öffnen Sie Dateien mit fremden Texten nicht in einem Tabellenprogramm.
- Die Qualität wird nicht geschrieben.

Eine leere Tabelle ergibt nur die Kopfzeile, eine Zeile eine Datenzeile, fehlende Spalten leere Zellen.

Beispiel: \`{ "fileName": "stunden.csv", "separator": ";", "decimalMark": "," }\``,
}
