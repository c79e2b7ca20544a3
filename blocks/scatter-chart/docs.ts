import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Zeichnet Spalten über einer anderen, etwa Energie über Volumenstrom oder Vorhersage über Ist: als Daten (*chart*) und als eine HTML-Seite (*report*), die ohne Netz in jedem Browser aufgeht.

**Einstellungen.** *x*: waagerechte Achse. *y*: eine bis vier Spalten in derselben Einheit. *Diagonale*: die Linie, auf der beide gleich sind. *Titel*.

Gezeichnet werden Zeilen, in denen beide Werte da und endlich sind. Höchstens 2.000 Punkte je Spalte: bei mehr Zeilen steht je ein Punkt für alle Zeilen seiner Rasterzelle, mit deren Zahl; die Zeilen mit kleinstem und größtem Wert sind immer dabei. Eine leere Tabelle oder lauter fehlende Werte ergeben eine Seite, die das sagt; eine Zeile ergibt einen Punkt.`,
  en: `Draws columns against another one, for instance energy against flow, or predicted against actual: as data (*chart*) and as an HTML page (*report*) that opens in any browser without a network.

**Settings.** *x*: horizontal axis. *y*: one to four columns in the same unit. *Diagonal*: the line on which both are equal. *Title*.

Rows are drawn in which both values are present and finite. At most 2,000 points a column: with more rows one point stands for all rows of its grid cell, with their number; the rows with the smallest and the largest value are always there. An empty table or all missing gives a page that says so; one row gives one point.`,
}
