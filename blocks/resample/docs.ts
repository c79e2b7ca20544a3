import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Bringt Zeilen auf ein gleichmäßiges Raster: aus allen Zeilen eines Abschnitts wird eine.

**Einstellungen**
- \`step\`: Länge eines Abschnitts, z. B. \`15 min\`, \`1 h\`, \`1 d\`. Kürzere als ein Tag zählen ab 1970-01-01T00:00Z; ganze Tage (und Wochen, ab Donnerstag, 1970-01-01) beginnen um Mitternacht der Zeitzone der Tabelle und haben bei der Zeitumstellung 23 oder 25 Stunden.
- \`label\`: Stempel der neuen Zeile, \`interval-start\` oder \`interval-end\`.
- \`columns\`: Liste aus \`column\` und \`aggregation\`. Leer: alle Spalten mit der Vorgabe ihrer Art.
- \`aggregation\`: \`default\`; \`mean\`; \`time-weighted-mean\` (ein Wert gilt bis zur nächsten Zeile); \`sum\`; \`difference\` (Zähler: letzter Stand minus letzter Stand des Abschnitts davor; fällt der Zähler, hat er bei 0 neu begonnen); \`min\`; \`max\`; \`first\`; \`last\`; \`count\`.
  Vorgabe: Pegel \`mean\`, Intervallmenge \`sum\`, Zähler \`difference\`, Zahl ohne Art \`mean\`, alles andere \`last\`.
- \`hold\`: so lange gilt ein Wert höchstens (nur \`time-weighted-mean\`). Ohne Angabe: ein Abschnitt.

Werte, die mit dem Ende ihres Intervalls gestempelt sind, gehören zum Abschnitt (Beginn, Ende], alle anderen zu [Beginn, Ende). Zeilen müssen nach der Zeit geordnet sein. Bei einem gleichmäßigen Raster, das in \`step\` aufgeht, müssen die Zeiten Vielfache des Rasters sein.

**Verfügbarkeit:** ein Abschnitt ist bekannt, wenn seine letzte Zeile bekannt ist. Mit \`interval-start\` braucht Streaming die Zeilen bis zum Ende des Abschnitts.

**Fehlende Werte** zählen nicht mit; ein Abschnitt ohne Werte gibt einen fehlenden Wert (\`count\`: 0). Es gibt eine Zeile für jeden Abschnitt vom ersten bis zum letzten. **NaN** ist ein Wert und macht Rechnungen zu NaN. **Qualität:** die schlechteste der Werte im Abschnitt.
**Leere Tabelle:** leer. **Eine Zeile:** eine Zeile. **Alles fehlt:** alles fehlt, \`count\` ist 0.

**Beispiel:** \`{ "step": "1 h", "columns": [{ "column": "level", "aggregation": "max" }] }\``,
  en: `Brings rows onto a regular grid: all the rows of a bucket become one.

**Settings**
- \`step\`: length of a bucket, such as \`15 min\`, \`1 h\`, \`1 d\`. Those shorter than a day are counted from 1970-01-01T00:00Z; whole days (and weeks, from Thursday, 1970-01-01) begin at midnight in the zone of the table and have 23 or 25 hours when clocks change.
- \`label\`: stamp of the new row, \`interval-start\` or \`interval-end\`.
- \`columns\`: a list of \`column\` and \`aggregation\`. Empty: all columns by the default of their kind.
- \`aggregation\`: \`default\`; \`mean\`; \`time-weighted-mean\` (a value holds until the next row); \`sum\`; \`difference\` (counters: last reading minus last reading of the bucket before; a counter that falls has begun anew at 0); \`min\`; \`max\`; \`first\`; \`last\`; \`count\`.
  Default: level \`mean\`, interval amount \`sum\`, counter \`difference\`, numbers of no kind \`mean\`, everything else \`last\`.
- \`hold\`: a value holds at most this long (\`time-weighted-mean\` only). Absent: one bucket.

Values stamped with the end of their interval belong to the bucket (start, end], all others to [start, end). Rows must be in order of time. On a regular grid that divides \`step\`, times must be multiples of the grid.

**Availability:** a bucket is known when its last row is known. With \`interval-start\`, streaming needs the rows up to the end of the bucket.

**Missing values** do not count; a bucket without values gives a missing value (\`count\`: 0). There is a row for every bucket from the first to the last. **NaN** is a value and makes results NaN. **Quality:** the worst of the values in the bucket.
**Empty table:** empty. **One row:** one row. **All missing:** all missing, \`count\` is 0.

**Example:** \`{ "step": "1 h", "columns": [{ "column": "level", "aggregation": "max" }] }\``,
}
