import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Teilt eine Tabelle nach der Zeit: das Frühere zum Lernen, das Spätere zum Prüfen. So sieht ein Modell nie die Zukunft seiner Prüfzeilen.

**Einstellungen**
- \`by\`: \`fraction\` (Anteil der Zeilen) oder \`instant\` (Zeitpunkt).
- \`fraction\`: Anteil für das Training.
- \`instant\`: z. B. \`2024-07-01\` oder \`2024-07-01T00:00:00+02:00\`; ohne Versatz auf der Uhr der Tabelle.

**Grenze:** Zeilen vor dem Zeitpunkt sind Training, Zeilen ab dem Zeitpunkt Test. Beim Anteil ist der Zeitpunkt die Zeit der Zeile Nummer
⌊Anteil · Zeilen⌋ (von 0 an gezählt); Zeilen gleicher Zeit werden nie getrennt. Die Zeilen müssen nach der Zeit geordnet sein.

**Fehlende Werte, NaN, Qualität** bleiben, wie sie sind.
**Leere Tabelle:** beide leer. **Eine Zeile:** sie kommt beim Anteil in den Test. **Alles fehlt:** wie sonst.

**Beispiel:** \`{ "by": "fraction", "fraction": 0.8 }\``,
  en: `Splits a table in time: the earlier rows to learn from, the later ones to test with. So a model never sees the future of its test rows.

**Settings**
- \`by\`: \`fraction\` (of the rows) or \`instant\`.
- \`fraction\`: the share for training.
- \`instant\`: such as \`2024-07-01\` or \`2024-07-01T00:00:00+02:00\`; without an offset on the clock of the table.

**Boundary:** rows before the instant are training, rows from the instant on are test. With a fraction the instant is the time of row number
⌊fraction · rows⌋ (counted from 0); rows of one time are never parted. The rows must be in order of time.

**Missing values, NaN, quality** stay as they are.
**Empty table:** both empty. **One row:** with a fraction it is in the test. **All missing:** as ever.

**Example:** \`{ "by": "fraction", "fraction": 0.8 }\``,
}
