import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Lernt, wie die **Zielgröße** linear von den **Merkmalen** abhängt (kleinste Quadrate).

**Einstellungen.** *Zielgröße*: Spalte mit Zahlen. *Merkmale*: Spalten mit Zahlen oder Ja/Nein (0 und 1); leer: alle außer der Zielgröße. *Horizont*: wie weit im Voraus die Vorhersage vorliegen soll ('0s', '15min', '1d'). Ein Merkmal, das dann noch nicht bekannt ist, wird als Leck gemeldet. *Konstante*: mit festem Anteil (Grundlast).

**Ausgänge.** *Modell* für „Lineare Regression anwenden“. *Kennzahlen*: R² und RMSE auf den Lerndaten, genutzte Zeilen, ausgelassene Zeilen (fehlend oder schlecht; nicht endlich), Kondition, Konstante, je Merkmal der Koeffizient und die Wirkung. *Einflussgrößen*: eine Zeile je Merkmal; die Wirkung ist Koeffizient mal Standardabweichung des Merkmals (ohne Konstante: mal quadratischem Mittel), also die Änderung der Zielgröße bei einer üblichen Änderung des Merkmals; der Anteil ist ihr Betrag geteilt durch die Summe aller Beträge.

**Fehlende Werte.** Eine Zeile, in der die Zielgröße oder ein Merkmal fehlt oder schlecht ist, bleibt außen vor und wird gezählt; ebenso NaN und unendliche Werte. Bleiben weniger Zeilen als Unbekannte (leere Tabelle, eine Zeile, alles fehlt), endet der Block mit 'too-few-rows'.

**Nicht eindeutig.** Ist ein Merkmal konstant oder eine Kombination anderer, endet der Block mit 'rank-deficient' und nennt die Spalten: eine davon weglassen.

**Verfahren.** Householder-QR auf zentrierten, skalierten Spalten, blockweise in fester Reihenfolge: gleiche Zeilen ergeben überall dieselben Bits. Die Kondition ist die der zentrierten, skalierten Merkmale (1-Norm); etwa 16 minus ihr Zehnerlogarithmus Stellen sind verlässlich.`,
  en: `Learns how the **target** depends linearly on the **features** (ordinary least squares).

**Settings.** *Target*: a numeric column. *Features*: numeric or boolean columns (0 and 1); none named: all but the target. *Horizon*: how far ahead the prediction is to be issued ('0s', '15min', '1d'). A feature that is not known by then is reported as a leak. *Intercept*: with a constant term (base load).

**Outputs.** *Model* for "Predict with linear regression". *Metrics*: R² and RMSE on the training data, rows used, rows left out (missing or bad; not finite), condition, intercept, and each feature's coefficient and effect. *Drivers*: one row per feature; the effect is the coefficient times the feature's standard deviation (without intercept: times its root mean square), that is, how much the target changes with a usual change of the feature; the share is its size divided by the sum of all sizes.

**Missing values.** A row whose target or one of whose features is missing or bad is left out and counted; so are NaN and infinite values. When fewer rows than unknowns remain (empty table, one row, all missing) the block ends with 'too-few-rows'.

**No unique answer.** When a feature is constant or a combination of others the block ends with 'rank-deficient' and names the columns: leave one of them out.

**Method.** Householder QR on centred, scaled columns, block by block in a fixed order: equal rows give the same bits anywhere. The condition is that of the centred, scaled features (1-norm); about 16 minus its decimal logarithm digits can be trusted.`,
}
