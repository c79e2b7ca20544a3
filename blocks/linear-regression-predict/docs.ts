import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Wendet ein Modell von „Lineare Regression lernen“ auf eine Tabelle an: eine neue Spalte, voreingestellt \`<Ziel>_predicted\`, in der Einheit der Zielgröße.

**Einstellungen.** *Name* der neuen Spalte. *Beiträge*: je Merkmal eine weitere Spalte \`<Name>_from_<Merkmal>\`, Koeffizient mal (Wert minus Mittelwert der Lerndaten). Alle Beiträge und der Mittelwert der Zielgröße ergeben zusammen die Vorhersage: so sieht man, was sie treibt.

**Geprüft wird vor dem Lauf**, dass die Tabelle jedes Merkmal hat, mit demselben Typ, derselben Einheit und Größe, und dass es nicht später bekannt ist als beim Lernen. Die Vorhersage gilt als bekannt, sobald sie laut Horizont ausgegeben wird.

**Fehlende Werte.** Fehlt ein Merkmal, fehlt die Vorhersage; NaN bleibt NaN. Die Güte ist die schlechteste der Merkmale. Eine leere Tabelle ergibt eine leere Spalte, eine Zeile eine Vorhersage, lauter fehlende Werte lauter fehlende. Jede Zeile zählt für sich: ganz, geschnitten oder zeilenweise ergeben sich dieselben Bits.`,
  en: `Applies a model of "Fit linear regression" to a table: one new column, by default \`<target>_predicted\`, in the target's unit.

**Settings.** *Name* of the new column. *Contributions*: one more column for each feature, \`<name>_from_<feature>\`, coefficient times (value minus mean of the training data). All contributions and the mean of the target add up to the prediction: they show what drives it.

**Checked before the run**: the table has every feature, with the same type, unit and quantity, known no later than when the model was fitted. The prediction counts as known when, by the horizon, it is issued.

**Missing values.** Where a feature is missing the prediction is missing; NaN stays NaN. Its quality is the worst of the features. An empty table gives an empty column, one row one prediction, all missing all missing. Every row counts for itself: whole, cut or row by row give the same bits.`,
}
