import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Zeichnet Spalten über der Zeit: als Daten (*chart*) und als eine HTML-Seite (*report*), die ohne Netz in jedem Browser aufgeht, hell und dunkel, deutsch und englisch.

**Einstellungen.** *Spalten*: bis zu acht, in höchstens zwei Einheiten (Achse links, Achse rechts). *Titel*.

Höchstens 2.000 Punkte je Linie: bei mehr Zeilen von jedem Bildpunkt der kleinste und der größte Wert, jeweils zu seiner Zeit, so dass keine Spitze verloren geht. Über Lücken wird nie eine Linie gezogen: weder wo Werte fehlen, NaN oder unendlich sind, noch wo auf einem Raster Zeilen fehlen. Eine leere Tabelle oder lauter fehlende Werte ergeben eine Seite, die das sagt; eine Zeile ergibt einen Punkt. Die Zeiten müssen aufsteigen.`,
  en: `Draws columns over time: as data (*chart*) and as an HTML page (*report*) that opens in any browser without a network, light and dark, German and English.

**Settings.** *Columns*: up to eight, in two units at most (left axis, right axis). *Title*.

At most 2,000 points a line: with more rows the smallest and the largest value of every pixel, each at its own time, so that no peak is lost. A line is never drawn across a gap: neither where values are missing, NaN or infinite, nor where rows of a grid are absent. An empty table or all missing gives a page that says so; one row gives one point. Times must ascend.`,
}
