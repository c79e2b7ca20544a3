/** What people read about read-parquet. */
import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  en: `Reads a Parquet file.

- **Types.** Integers become integer (int64), floats and decimals number, strings, enumerations and UUIDs text, dates and timestamps time. A value that its column cannot hold exactly is refused with its row, never rounded silently: whole numbers beyond int64, whole numbers beyond 2^53 in a number column, fractions or texts where \`columns\` states integer, infinite timestamps. Lists, structures, maps and bytes are refused until their column is dropped in \`columns\`.
- **Time.** Timestamps that are UTC are instants; timestamps without zone are clock readings in \`zone\`, with the same rules for the doubled hour, the missing hour and a time that steps back as *Read CSV*.
- **Units.** A file written by *Write Parquet* brings units, quantities, kinds, stamps and availability along; \`columns\` states them for other files. A unit or quantity in the file that EcoKI does not know is refused until \`columns\` states it.
- The schema found is frozen into \`detected\`; a run whose file differs fails with the difference. NULL is missing, NaN is a value.

An empty file gives a table without rows; one row has no grid: state it with \`grid\` (\`15 min\`); a column of NULL stays missing.

Example: \`{ "file": "plant.parquet", "zone": "Europe/Berlin", "columns": [{ "source": "p", "unit": "bar", "quantity": "pressure.gauge" }] }\``,
  de: `Liest eine Parquet-Datei.

- **Typen.** Ganze Zahlen werden integer (int64), Gleitkomma- und Dezimalzahlen number, Zeichenketten, Aufzählungen und UUIDs Text, Daten und Zeitstempel time. Ein Wert, den seine Spalte nicht genau fassen kann, wird mit seiner Zeile abgelehnt und nie still gerundet: ganze Zahlen jenseits von int64, ganze Zahlen jenseits von 2^53 in einer Spalte number, Brüche oder Texte, wo \`columns\` integer angibt, unendliche Zeitstempel. Listen, Strukturen, Maps und Bytes werden abgelehnt, bis ihre Spalte in \`columns\` weggelassen ist.
- **Zeit.** Zeitstempel in UTC sind Zeitpunkte; Zeitstempel ohne Zone gelten auf der Uhr von \`zone\`, mit denselben Regeln für doppelte und fehlende Stunde und zurückspringende Zeit wie bei *CSV lesen*.
- **Einheiten.** Eine von *Parquet schreiben* erzeugte Datei bringt Einheiten, Größen, Arten, Stempel und Verfügbarkeit mit; für andere Dateien gibt \`columns\` sie an. Eine Einheit oder Größe in der Datei, die EcoKI nicht kennt, wird abgelehnt, bis \`columns\` sie angibt.
- Das gefundene Schema wird in \`detected\` festgeschrieben; ein Lauf mit abweichender Datei scheitert mit dem Unterschied. NULL fehlt, NaN ist ein Wert.

Eine leere Datei ergibt eine Tabelle ohne Zeilen; eine Zeile hat kein Raster: geben Sie es mit \`grid\` an (\`15 min\`); eine Spalte aus NULL bleibt fehlend.

Beispiel: \`{ "file": "anlage.parquet", "zone": "Europe/Berlin", "columns": [{ "source": "p", "unit": "bar", "quantity": "pressure.gauge" }] }\``,
}
