import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Behält die Zeilen, die Bedingungen erfüllen.

**Einstellungen**
- \`conditions\`: jede aus \`column\`, \`operator\` und je nach Operator \`value\`, \`values\` oder \`from\` und \`to\`.
  Operatoren: \`=\`, \`≠\`, \`<\`, \`≤\`, \`>\`, \`≥\`, \`between\` (beide Grenzen gehören dazu), \`one-of\`, \`contains\` und \`starts-with\` (Text), \`is-missing\`, \`is-present\`, \`is-nan\`, \`quality-is\` (good, uncertain, bad).
- \`match\`: \`all\` (alle Bedingungen) oder \`any\` (mindestens eine).
- \`missing\`: wie eine Bedingung auf einen fehlenden Wert ausgeht: \`drop\` nicht erfüllt, \`keep\` erfüllt. \`is-missing\`, \`is-present\` und \`quality-is\` sehen die Zeile selbst.

Ein Vergleichswert hat den Typ der Spalte. Ganzzahlen über 2^53 als Text. Zeiten als \`2024-01-31T06:00:00+01:00\`; ohne Versatz gilt die Zeitzone der Tabelle. Keine Bedingung: alle Zeilen.

**NaN** ist ein Wert: es erfüllt nur \`≠\`, \`is-nan\` und \`is-present\`. **Qualität** wandert mit.
**Das Raster** bleibt; weggefallene Zeilen sind Lücken darin.
**Leere Tabelle:** leer. **Eine Zeile:** bleibt oder fällt weg. **Alles fehlt:** nach der Regel für fehlende Werte.

**Beispiel:** \`{ "conditions": [{ "column": "level", "operator": ">", "value": 20 }] }\``,
  en: `Keeps the rows that meet conditions.

**Settings**
- \`conditions\`: each of \`column\`, \`operator\` and, by operator, \`value\`, \`values\` or \`from\` and \`to\`.
  Operators: \`=\`, \`≠\`, \`<\`, \`≤\`, \`>\`, \`≥\`, \`between\` (both ends included), \`one-of\`, \`contains\` and \`starts-with\` (text), \`is-missing\`, \`is-present\`, \`is-nan\`, \`quality-is\` (good, uncertain, bad).
- \`match\`: \`all\` conditions or \`any\` of them.
- \`missing\`: how a condition on a missing value turns out: \`drop\` not met, \`keep\` met. \`is-missing\`, \`is-present\` and \`quality-is\` look at the row itself.

A value has the type of its column. Integers beyond 2^53 are given as text. Times as \`2024-01-31T06:00:00+01:00\`; without an offset the zone of the table is meant. No condition: all rows.

**NaN** is a value: it meets only \`≠\`, \`is-nan\` and \`is-present\`. **Quality** travels along.
**The grid** stays; rows that are gone are gaps in it.
**Empty table:** empty. **One row:** stays or goes. **All missing:** by the rule for missing values.

**Example:** \`{ "conditions": [{ "column": "level", "operator": ">", "value": 20 }] }\``,
}
