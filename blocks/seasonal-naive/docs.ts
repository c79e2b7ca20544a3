import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Die Vorhersage, die jedes Modell schlagen sollte: der Wert **eine Saison früher**. Eine neue Spalte, voreingestellt \`<Ziel>_seasonal_naive\`.

**Einstellungen.** *Zielgröße*. *Saison*, etwa '1 d' oder '7 d': ein Vielfaches des Rasters; ein Tag zählt 24 Stunden, an Tagen mit Zeitumstellung ist das nicht dieselbe Uhrzeit. *Horizont*: wie weit im Voraus die Vorhersage vorliegen soll; ist der Wert der Vorsaison dann noch nicht bekannt, wird das als Leck gemeldet. *Name* der neuen Spalte.

Gesucht wird nach der Zeit, nicht nach Zeilen: fehlt die Zeile von damals, fehlt die Vorhersage. Ein fehlender Wert bleibt fehlend, NaN bleibt NaN, die Güte ist die von damals. Bei gleicher Zeit zählt die letzte Zeile. Eine leere Tabelle, eine Zeile oder lauter fehlende Werte ergeben keine einzige Vorhersage.`,
  en: `The forecast every model should beat: the value **one season earlier**. One new column, by default \`<target>_seasonal_naive\`.

**Settings.** *Target*. *Season*, for instance '1 d' or '7 d': a multiple of the grid; a day counts 24 hours, which is not the same time of day when the clocks change. *Horizon*: how far ahead the forecast is to be issued; when the value of a season before is not known by then, it is reported as a leak. *Name* of the new column.

It is looked up by time, not by rows: where the row of that time is absent, the forecast is missing. A missing value stays missing, NaN stays NaN, the quality is that of then. Of rows with equal times the last one counts. An empty table, one row or all missing give no forecast at all.`,
}
