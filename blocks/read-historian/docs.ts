/** What people read about read-historian. */
import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  en: `Reads tags of EcoKI's historian between \`from\` and \`to\` (the end is not included) into one table: a time column and one column per tag, always the newest revision, with its quality.

- \`tags\`: tag, column name, and what its values mean: type, unit, quantity, kind, stamp (left out: the instant), and when a value is known (\`availabilityUs\`). The column is what is stated here; the historian keeps what the writer said, and a tag with another type, unit, quantity, kind or stamp than stated is refused with both. So is one whose values may be known later than stated: state \`availabilityUs\` at least as large. What the historian does not know is not compared.
- Without \`grid\` the table has a row at every time at which any tag has a sample; cells without a sample are missing. With \`grid\` (\`15 min\`) it has a row at every whole multiple of the step since 1970-01-01 UTC and takes the samples at exactly these times: nothing is filled in or averaged, *Resample* does that.
- \`from\` and \`to\` without an offset are on the clock of \`zone\`. Without them everything there is is read.
- A bad sample that came without a value is a missing cell of bad quality. Of several events of a tag at one time the table has the last.

A tag without samples gives a missing column; no samples at all give a table without rows (with \`grid\`, \`from\` and \`to\`: rows of missing values).

Example: \`{ "tags": [{ "tag": "boiler.power", "unit": "kW", "kind": "level" }], "from": "2024-01-01", "zone": "Europe/Berlin", "grid": "15 min" }\``,
  de: `Liest Tags aus dem Historian von EcoKI zwischen \`from\` und \`to\` (das Ende gehört nicht dazu) in eine Tabelle: eine Zeitspalte und je Tag eine Spalte, immer die neueste Revision, mit ihrer Qualität.

- \`tags\`: Tag, Spaltenname, und was die Werte bedeuten: Typ, Einheit, Größe, Art, Stempel (ohne Angabe: der Augenblick) und wann ein Wert bekannt ist (\`availabilityUs\`). Die Spalte ist, was hier steht; der Historian hält fest, was beim Schreiben galt, und ein Tag mit anderem Typ, anderer Einheit, Größe, Art oder anderem Stempel als angegeben wird mit beidem abgelehnt. Ebenso einer, dessen Werte später bekannt sein können als angegeben: dann \`availabilityUs\` mindestens so groß angeben. Was der Historian nicht weiß, wird nicht verglichen.
- Ohne \`grid\` hat die Tabelle eine Zeile zu jeder Zeit, zu der ein Tag einen Wert hat; Zellen ohne Wert fehlen. Mit \`grid\` (\`15 min\`) hat sie eine Zeile zu jedem ganzen Vielfachen des Schritts seit 1970-01-01 UTC und nimmt die Werte genau dieser Zeiten: nichts wird gefüllt oder gemittelt, das tut *Resample*.
- \`from\` und \`to\` ohne Versatz gelten auf der Uhr von \`zone\`. Ohne sie wird alles gelesen, was da ist.
- Ein schlechter Wert, der nur als schlecht gemeldet wurde, ist eine fehlende Zelle mit schlechter Qualität. Von mehreren Ereignissen eines Tags zur selben Zeit hat die Tabelle das letzte.

Ein Tag ohne Werte ergibt eine fehlende Spalte; gar keine Werte ergeben eine Tabelle ohne Zeilen (mit \`grid\`, \`from\` und \`to\`: Zeilen aus fehlenden Werten).

Beispiel: \`{ "tags": [{ "tag": "kessel.leistung", "unit": "kW", "kind": "level" }], "from": "2024-01-01", "zone": "Europe/Berlin", "grid": "15 min" }\``,
}
