import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Teilt eine Tabelle zufällig in Training und Test, mit gleichem Startwert immer gleich.

Für Daten mit Zeit warnt die Prüfung: das Modell sähe die Nachbarn seiner Prüfzeilen. Dafür gibt es „Nach der Zeit teilen“.

**Einstellungen**
- \`fraction\`: Anteil für das Training; es erhält ⌊Anteil · Zeilen⌋ Zeilen.
- \`seed\`: Startwert. Ohne ihn gilt der des Laufs.

Die Zeilen behalten in beiden Teilen ihre Reihenfolge. Gewählt wird mit SplitMix64 und dem Mischen nach Fisher und Yates.

**Fehlende Werte, NaN, Qualität** bleiben, wie sie sind.
**Leere Tabelle:** beide leer. **Eine Zeile:** sie kommt in den Test. **Alles fehlt:** wie sonst.

**Beispiel:** \`{ "fraction": 0.8, "seed": 42 }\``,
  en: `Splits a table at random into training and test, with one seed always alike.

For data with a time the check warns: the model would see the neighbours of its test rows. Use "Split in time" for them.

**Settings**
- \`fraction\`: the share for training, which gets ⌊fraction · rows⌋ rows.
- \`seed\`: without it the seed of the run is used.

Rows keep their order in both parts. They are chosen by SplitMix64 and the shuffle of Fisher and Yates.

**Missing values, NaN, quality** stay as they are.
**Empty table:** both empty. **One row:** it is in the test. **All missing:** as ever.

**Example:** \`{ "fraction": 0.8, "seed": 42 }\``,
}
