/** What people read about write-historian. */
import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  en: `Stores the columns of a table as samples of tags in EcoKI's own historian.

- \`columns\`: which column goes to which tag; empty: every number, integer, boolean and text column under its own name, with \`prefix\` in front.
- Missing values are not written; a value that is NaN is. Quality goes along.
- The first write fixes what the tag means: type, unit, quantity, kind and stamp of the column. What a column leaves open can be added by a later one; something else is refused. Of the times after which values are known (availability) the latest is kept.
- The same value at the same time is a **duplicate** and changes nothing, another value becomes the next **revision**: a repeated run writes nothing twice. Where a table has one time in several rows, the last row counts.

The output \`written\` counts samples that were new (\`written\`), \`duplicates\` and \`revisions\`. An empty table and a table of missing values write nothing and give three zeros; one row writes one sample per column. The table needs a time column; its rows may be in any order.

Example: \`{ "columns": [{ "column": "prediction", "tag": "forecast.load" }] }\``,
  de: `Legt die Spalten einer Tabelle als Werte von Tags im eigenen Historian von EcoKI ab.

- \`columns\`: welche Spalte zu welchem Tag gehört; leer: jede Spalte aus Zahlen, ganzen Zahlen, Wahrheitswerten oder Text unter ihrem Namen, mit \`prefix\` davor.
- Fehlende Werte werden nicht geschrieben; ein Wert, der NaN ist, schon. Die Qualität geht mit.
- Das erste Schreiben legt fest, was der Tag bedeutet: Typ, Einheit, Größe, Art und Stempel der Spalte. Was eine Spalte offen lässt, kann eine spätere ergänzen; anderes wird abgelehnt. Davon, wann Werte bekannt sind (Verfügbarkeit), wird das Späteste festgehalten.
- Derselbe Wert zur selben Zeit ist ein **Duplikat** und ändert nichts, ein anderer wird die nächste **Revision**: ein wiederholter Lauf schreibt nichts doppelt. Hat eine Tabelle eine Zeit in mehreren Zeilen, gilt die letzte.

Der Ausgang \`written\` zählt neue Werte (\`written\`), Duplikate (\`duplicates\`) und Revisionen (\`revisions\`). Eine leere Tabelle und eine aus fehlenden Werten schreiben nichts und ergeben drei Nullen; eine Zeile schreibt je Spalte einen Wert. Die Tabelle braucht eine Zeitspalte; die Reihenfolge der Zeilen ist gleich.

Beispiel: \`{ "columns": [{ "column": "prognose", "tag": "prognose.last" }] }\``,
}
