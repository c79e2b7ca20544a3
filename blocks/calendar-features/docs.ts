import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Fügt hinzu, was der Kalender von jeder Zeile weiß: Stunde, Wochentag, Monat, Feiertag … auf der Uhr der Zeitzone der Tabelle.

**Einstellungen**
- \`features\`: \`hour\` (0–23), \`weekday\` (1 Montag – 7 Sonntag), \`month\` (1–12), \`day-of-year\` (1–366), \`minute-of-day\` (0–1439),
  \`hour-sin\`/\`hour-cos\` (Tageszeit auf dem Kreis, auf die Minute), \`weekday-sin\`/\`weekday-cos\`, \`day-of-year-sin\`/\`day-of-year-cos\` (2π · (Tag − 1) / Tage des Jahres), \`is-weekend\`, \`is-holiday\` (0 oder 1).
- \`holidays\`: Tage wie \`2024-12-25\`.
- \`before\`: schaut um so viel vor dem Stempel auf die Uhr. Bei Intervallen, die mit ihrem Ende gestempelt sind, der Schritt: sonst gehört 00:00 zum falschen Tag.
- \`prefix\`: Vorsatz der neuen Namen.

Bei der Zeitumstellung gilt die Uhr: die doppelte Stunde kommt zweimal vor. **Verfügbarkeit:** im Voraus bekannt.

**Fehlende Werte, NaN, Qualität** der übrigen Spalten bleiben; die neuen Spalten fehlen nie.
**Leere Tabelle:** leer. **Eine Zeile, alles fehlt:** die Merkmale hängen nur an der Zeit.

**Beispiel:** \`{ "features": ["hour", "is-holiday"], "holidays": ["2024-12-25"] }\``,
  en: `Adds what the calendar knows of every row: hour, weekday, month, holiday and so on, on the clock of the table's time zone.

**Settings**
- \`features\`: \`hour\` (0–23), \`weekday\` (1 Monday – 7 Sunday), \`month\` (1–12), \`day-of-year\` (1–366), \`minute-of-day\` (0–1439),
  \`hour-sin\`/\`hour-cos\` (time of day on a circle, to the minute), \`weekday-sin\`/\`weekday-cos\`, \`day-of-year-sin\`/\`day-of-year-cos\` (2π · (day − 1) / days of the year), \`is-weekend\`, \`is-holiday\` (0 or 1).
- \`holidays\`: days such as \`2024-12-25\`.
- \`before\`: looks at the clock this much before the stamp. For intervals stamped with their end, the step: otherwise 00:00 belongs to the wrong day.
- \`prefix\`: put before the new names.

When clocks change, the clock counts: the doubled hour occurs twice. **Availability:** known in advance.

**Missing values, NaN, quality** of the other columns stay; the new columns are never missing.
**Empty table:** empty. **One row, all missing:** the features depend on the time alone.

**Example:** \`{ "features": ["hour", "is-holiday"], "holidays": ["2024-12-25"] }\``,
}
