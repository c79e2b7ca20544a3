import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  de: `Erzeugt die Messwerte einer Druckluftstation mit drei Kompressoren, deren Wahrheit bekannt ist: zum Ausprobieren und um zu prüfen, ob eine Auswertung findet, was da ist.

**Einstellungen.** *Beginn*, *Tage*, *Schritt* (teilt einen Tag), *Zeitzone* der Schichten, *Startwert*: gleicher Startwert, gleiche Bits auf jedem Rechner (bei gleicher Zeitzonentabelle). *Fehlend*: Anteil fehlender Messwerte.

**Spalten** (Stempel: Beginn des Schritts; Messwerte sind einen Schritt später bekannt, Pläne im Voraus): Strommenge \`energy\` in kWh je Schritt, Leistung gesamt und je Kompressor in kW, \`flow\` in Norm-m³/h, \`pressure\` und \`pressure_setpoint\` in bar Überdruck, \`ambient_temperature\` in °C, \`planned_rate\` in Stück/h, \`shift\`.

**Wahrheit** (Ausgang *truth*). Leistung in kW = 22 + 0,105 · Volumenstrom + 11 · (Sollwert − 7 bar) + 0,32 · (Umgebung − 20 °C) + Rauschen mit Standardabweichung 2,5. Der Volumenstrom ist 11,5 Norm-m³ je Stück (schwankend) plus Leckage: 220 Norm-m³/h bei 7 bar, proportional zum Absolutdruck; nach 60 % der Zeit repariert auf 120. Der Sollwert wechselt wöchentlich zwischen 6,6 und 7,4 bar. Gearbeitet wird in drei Schichten von Montag bis Samstag 14 Uhr; Betriebsruhe ist vom 1. bis 14. August und vom 24. Dezember bis 1. Januar.

Der Block hat keinen Eingang. Ein Tag mit einem Schritt von einem Tag ergibt eine Zeile.`,
  en: `Makes the measurements of a compressed-air station with three compressors whose truth is known: to try things out, and to check that an analysis finds what is there.

**Settings.** *Start*, *days*, *step* (divides a day), *zone* of the shifts, *seed*: equal seeds give equal bits on every machine (with the same time zone table). *Missing*: share of missing measurements.

**Columns** (stamped at the start of the step; measurements are known one step later, plans in advance): energy in kWh per step, power in total and of each compressor in kW, flow in norm m³/h, pressure and pressure_setpoint in bar gauge, ambient_temperature in °C, planned_rate in pieces/h, shift.

**Truth** (output *truth*). Power in kW = 22 + 0.105 · flow + 11 · (set-point − 7 bar) + 0.32 · (ambient − 20 °C) + noise with standard deviation 2.5. The flow is 11.5 norm m³ per piece (varying) plus leaks: 220 norm m³/h at 7 bar, proportional to the absolute pressure; after 60 % of the time repaired to 120. The set-point changes weekly between 6.6 and 7.4 bar. Work is in three shifts from Monday to Saturday 14:00; the plant is shut from 1 to 14 August and from 24 December to 1 January.

The block has no input. One day with a step of one day gives one row.`,
}
