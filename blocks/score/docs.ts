import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Vergleicht Vorhersagen mit dem, was eingetreten ist.

**Einstellungen.** *Ist*: Spalte mit den wahren Werten. *Vorhersagen*: eine oder mehrere Spalten. *Vergleich*: eine weitere Vorhersage, an der sich die anderen messen, etwa die Vorsaison.

**Kennzahlen** je Vorhersage, als \`<Spalte>.<Kennzahl>\`, mit Ist y, Vorhersage ŷ, n Zeilen und dem Mittel ȳ der Istwerte:

- \`mae\` mittlere absolute Abweichung, \`rmse\` Wurzel der mittleren quadratischen Abweichung, in der Einheit der Zielgröße
- \`mape\` in Prozent, nur über Zeilen mit y ≠ 0; \`zero_actuals\` zählt die anderen
- \`r2\` Bestimmtheitsmaß, 1 − Σ(y−ŷ)² / Σ(y−ȳ)²
- \`cv_rmse\` in Prozent nach ASHRAE Guideline 14: 100 · √(Σ(y−ŷ)² / (n−p)) / ȳ, \`nmbe\`: 100 · Σ(y−ŷ) / ((n−p) · ȳ), mit p = 1; positiv heißt zu niedrig vorhergesagt
- mit Vergleich: \`rmse_vs_baseline\` = RMSE / RMSE des Vergleichs, \`skill\` = 1 minus dieses Verhältnis (größer 0: besser als der Vergleich)

**Zeilen.** Alle Vorhersagen werden über dieselben Zeilen gerechnet: die, in denen alle Spalten einen vorhandenen, endlichen, nicht schlechten Wert haben. \`n\`, \`rows_missing\` und \`rows_not_finite\` sagen, wie viele das sind. Was nicht definiert ist, fehlt (leer): ohne Zeilen (leere Tabelle, alles fehlt) alles, mit einer Zeile R², CV(RMSE) und NMBE, bei lauter gleichen Istwerten R², bei ȳ = 0 CV(RMSE) und NMBE.`,
  en: `Compares predictions with what came true.

**Settings.** *Actual*: the column of true values. *Predictions*: one or more columns. *Baseline*: another prediction that the others are measured against, for instance the season before.

**Metrics** of each prediction, as \`<column>.<metric>\`, with actual y, prediction ŷ, n rows and the mean ȳ of the actual values:

- \`mae\` mean absolute error, \`rmse\` root mean square error, in the unit of the target
- \`mape\` in percent, only over rows with y ≠ 0; \`zero_actuals\` counts the others
- \`r2\` coefficient of determination, 1 − Σ(y−ŷ)² / Σ(y−ȳ)²
- \`cv_rmse\` in percent after ASHRAE Guideline 14: 100 · √(Σ(y−ŷ)² / (n−p)) / ȳ, \`nmbe\`: 100 · Σ(y−ŷ) / ((n−p) · ȳ), with p = 1; positive means predicted too low
- with a baseline: \`rmse_vs_baseline\` = RMSE / RMSE of the baseline, \`skill\` = 1 minus this ratio (above 0: better than the baseline)

**Rows.** All predictions are scored over the same rows: those in which every column holds a present, finite value that is not bad. \`n\`, \`rows_missing\` and \`rows_not_finite\` say how many they are. What is not defined is null: without rows (empty table, all missing) everything, with one row R², CV(RMSE) and NMBE, with constant actual values R², with ȳ = 0 CV(RMSE) and NMBE.`,
}
