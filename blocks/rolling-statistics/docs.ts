import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Rechnet zu jeder Zeile Kennwerte über das Zeitfenster, das bei ihr endet: Mittel, Kleinst- und Größtwert, Standardabweichung, Summe, Anzahl, Median.

**Einstellungen**
- \`columns\`: die Spalten. Leer: alle Zahlenspalten.
- \`statistics\`: \`mean\`, \`min\`, \`max\`, \`std\` (Stichprobe, n − 1), \`sum\`, \`count\`, \`median\`.
- \`window\`: Länge des Fensters, z. B. \`1 h\`. Es umfasst die Zeilen mit t − Versatz − Fenster < Zeit ≤ t − Versatz.
- \`offset\`: so lange vor der Zeile endet das Fenster; macht Merkmale früher verfügbar.
- \`minCount\`: weniger vorhandene Werte als das ergeben einen fehlenden Wert.

Neue Spalten heißen \`level_mean_1h\`, mit Versatz \`level_mean_1h_before_1d\`. Zeilen müssen nach der Zeit geordnet sein; Zeilen gleicher Zeit liegen
im selben Fenster. Ganzzahlen rechnen als Gleitkommazahlen. Die Bits hängen nur von den Zeilen im Fenster ab: Teilsummen sind am Zeitraster verankert.

**Fehlende Werte** zählen nicht mit. **NaN** ist ein Wert und macht das Ergebnis zu NaN (außer der Anzahl). **Qualität:** die schlechteste im Fenster.
**Leere Tabelle:** leer. **Eine Zeile:** ihr Wert; die Standardabweichung fehlt. **Alles fehlt:** alles fehlt, die Anzahl ist 0.

**Beispiel:** \`{ "columns": ["level"], "statistics": ["mean", "max"], "window": "1 h" }\``,
  en: `Calculates, for every row, statistics over the window of time that ends at it: mean, minimum, maximum, standard deviation, sum, count, median.

**Settings**
- \`columns\`: the columns. Empty: all number and integer columns.
- \`statistics\`: \`mean\`, \`min\`, \`max\`, \`std\` (sample, n − 1), \`sum\`, \`count\`, \`median\`.
- \`window\`: its length, such as \`1 h\`. It holds the rows with t − offset − window < time ≤ t − offset.
- \`offset\`: the window ends this long before the row; makes features available earlier.
- \`minCount\`: fewer values present than this give a missing value.

New columns are named \`level_mean_1h\`, with an offset \`level_mean_1h_before_1d\`. Rows must be in order of time; rows of one time are in the
same window. Integers are calculated as floating point numbers. The bits depend on the rows of the window alone: partial sums are anchored to the grid of time.

**Missing values** do not count. **NaN** is a value and makes the result NaN (not the count). **Quality:** the worst in the window.
**Empty table:** empty. **One row:** its value; the standard deviation is missing. **All missing:** all missing, the count is 0.

**Example:** \`{ "columns": ["level"], "statistics": ["mean", "max"], "window": "1 h" }\``,
}
