import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Stellt neben jede Zeile Werte früherer Zeilen: \`temperatur_lag_4\` ist die Temperatur vier Rasterschritte davor.

**Einstellungen**
- \`columns\`: die Spalten. Leer: alle Zahlenspalten.
- \`lags\`: wie viele Rasterschritte zurück, auch mehrere, z. B. \`[1, 4, 96]\`.

Die Tabelle braucht ein gleichmäßiges Raster. Gezählt wird nach der Zeit, nicht nach der Zeilennummer: gesucht ist der Wert
zur Zeit t − k · Schritt; fehlt diese Zeile, fehlt der Wert. Gibt es die Zeit doppelt, gilt die letzte der Zeilen.
Zeilen, deren Zeit zurückspringt, werden abgelehnt.

**Verfügbarkeit:** ein Wert ist um k · Schritt früher bekannt als die Spalte selbst; so wird aus einer Messung ein erlaubtes Merkmal einer Prognose.

**Fehlende Werte, NaN, Qualität** wandern mit dem Wert.
**Leere Tabelle:** leer. **Eine Zeile:** die neuen Spalten fehlen. **Alles fehlt:** auch die neuen Spalten.

**Beispiel:** \`{ "columns": ["level"], "lags": [1, 4] }\``,
  en: `Puts values of earlier rows beside each row: \`temperature_lag_4\` is the temperature four steps of the grid before.

**Settings**
- \`columns\`: the columns. Empty: all number and integer columns.
- \`lags\`: how many steps of the grid back, several if you like, such as \`[1, 4, 96]\`.

The table needs a regular grid. Steps are counted in time, not in rows: wanted is the value at t − k · step; where that row is
absent the value is missing. Where a time occurs twice the last of its rows counts. Rows whose time steps back are refused.

**Availability:** a value is known k · step earlier than the column itself; that is how a measurement becomes an allowed feature of a forecast.

**Missing values, NaN, quality** travel with the value.
**Empty table:** empty. **One row:** the new columns are missing. **All missing:** so are the new columns.

**Example:** \`{ "columns": ["level"], "lags": [1, 4] }\``,
}
