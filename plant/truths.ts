/**
 * What a good analysis of this plant's data should find. Days are counted from the plant's epoch. The physics read
 * these numbers, tests and later drills compare with them.
 */
import { truth as history } from '#blocks/simulated-history/station.ts'

export interface Truths {
  /** Compressed air: what a norm m³ costs and what changes it. */
  air: {
    /** kWh per norm m³ of air at 7 bar gauge and 20 °C, without what machines take unloaded. */
    perFlow: number
    /** Part by which the work of compression grows for each bar of pressure. */
    perBar: number
    /** kWh per norm m³ and K of intake temperature. */
    perKelvin: number
    /** Norm m³ per piece made. */
    airPerPiece: number
  }
  /** A leak that opens: norm m³/h at 7 bar gauge before and from that day on. */
  leak: { day: number; before: number; after: number }
  /** New motors on all compressors: the same air for 5 % less of their energy. */
  saving: { day: number; efficiencyBefore: number; efficiencyAfter: number; share: number }
  /** The flow meter of the first line begins to read more, by this part each day. */
  drift: { day: number; tag: string; perDay: number }
  /** The pump's outer bearing: sound until that day, worn out after so many days at full speed. */
  bearing: { day: number; lifeDays: number }
}

export const truths: Truths = {
  air: {
    perFlow: history.perFlow,
    perBar: 0.07,
    perKelvin: history.perKelvin / 1000,
    airPerPiece: history.airPerPiece,
  },
  leak: { day: 12, before: history.leakAfter, after: history.leakBefore },
  saving: { day: 30, efficiencyBefore: 0.912, efficiencyAfter: 0.96, share: 0.05 },
  drift: { day: 20, tag: 'line-001/compressed-air/station/flow', perDay: 0.004 },
  bearing: { day: 5, lifeDays: 60 },
}

/** kW per bar of pressure at a station that delivers `useful` norm m³/h to machines: dearer air, and more that escapes. */
export function slopeOfPressure(
  useful: number,
  of: { leakAtSeven: number; bar: number; intake: number },
): number {
  const { perFlow, perBar, perKelvin } = truths.air
  const leakPerBar = of.leakAtSeven / (7 + 1.013)
  const leak = leakPerBar * (of.bar + 1.013)
  const work = perFlow * (1 + perBar * (of.bar - 7)) + perKelvin * (of.intake - 20)
  return (useful + leak) * perFlow * perBar + leakPerBar * work
}
