/** What people read about write-parquet. */
import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  en: `Writes the table as a Parquet file into the store; the command line copies it out after success (\`--output\`, \`export\`).

- number becomes DOUBLE, integer INT64, text a string, boolean BOOLEAN, time a UTC timestamp in µs. Missing values are NULL, NaN stays NaN.
- Units, quantities, kinds, stamps, availability, zone and grid are kept in the file's metadata: *Read Parquet* finds them again, other programs ignore them. Quality is not written.
- \`compression\`: \`zstd\` (small), \`snappy\` (fast), \`none\`.

An empty table gives a file with columns and no rows; one row and missing columns are written as they are.

Example: \`{ "fileName": "hours.parquet" }\``,
  de: `Schreibt die Tabelle als Parquet-Datei in den Speicher; die Kommandozeile kopiert sie nach Erfolg heraus (\`--output\`, \`export\`).

- number wird DOUBLE, integer INT64, Text eine Zeichenkette, boolean BOOLEAN, time ein UTC-Zeitstempel in µs. Fehlende Werte sind NULL, NaN bleibt NaN.
- Einheiten, Größen, Arten, Stempel, Verfügbarkeit, Zone und Raster stehen in den Metadaten der Datei: *Parquet lesen* findet sie wieder, andere Programme übergehen sie. Die Qualität wird nicht geschrieben.
- \`compression\`: \`zstd\` (klein), \`snappy\` (schnell), \`none\`.

Eine leere Tabelle ergibt eine Datei mit Spalten und ohne Zeilen; eine Zeile und fehlende Spalten werden geschrieben, wie sie sind.

Beispiel: \`{ "fileName": "stunden.parquet" }\``,
}
