import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { durationUs } from '#blocks/durations.ts'
import { instantUs } from '#blocks/kernels/instants.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { utcToLocal } from '#blocks/time-zone/zone-table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { bitmapOrNone, newBitmap, newCodes, newFloats, setMissing } from '#pipeline/table.ts'
import { shiftAt } from './calendar.ts'
import { seededRandom } from './random.ts'
import type { SimulatedHistoryConfig } from './spec.ts'
import { historySchema } from './spec.ts'
import { simulateStation, truth } from './station.ts'
import type { Station } from './station.ts'

const dayUs = 86_400_000_000
const hourUs = 3_600_000_000

export async function run({ config, ctx }: BlockCall<SimulatedHistoryConfig>): Promise<BlockResult> {
  const stepUs = durationUs(config.step)
  const rows = (config.days * dayUs) / stepUs
  const startUs = instantUs(config.start, config.zone)
  const times = newFloats(rows).map((_, row) => startUs + row * stepUs)
  const local = utcToLocal(times, config.zone)
  await pause(ctx, 0, rows)
  const station = simulateStation(local, stepUs, config.seed)
  await pause(ctx, rows, rows)
  const hours = stepUs / hourUs
  const columns = [
    floats('time', times),
    ...measurements(station, hours).map((values, index) => withGaps(values, config, index)),
    floats('number', station.setpoint),
    floats('number', station.rate),
    shiftColumn(local),
  ]
  const table = { schema: historySchema(config), rows, columns }
  return {
    outputs: { table: { type: 'table', table }, truth: { type: 'metrics', values: truthOf(station, hours) } },
  }
}

/** Energy first, then the rest in the order of the schema. */
function measurements(station: Station, hours: number): Float64Array[] {
  const { power, compressors, flow, pressure, temperature } = station
  return [power.map((kw) => kw * hours), power, ...compressors, flow, pressure, temperature]
}

function truthOf({ leak }: Station, hours: number): Record<string, number> {
  return {
    base_load_kW: truth.baseLoad,
    power_per_flow_kWh_per_m3: truth.perFlow,
    power_per_pressure_kW_per_bar: truth.perBar,
    power_per_temperature_kW_per_K: truth.perKelvin,
    noise_kW: truth.noise,
    leak_flow_before_m3_per_h: truth.leakBefore,
    leak_flow_after_m3_per_h: truth.leakAfter,
    leak_energy_kWh: leak.reduce((sum, flow) => sum + flow * truth.perFlow * hours, 0),
  }
}

function floats(type: 'number' | 'time', from: Float64Array): ColumnData {
  const values = newFloats(from.length)
  values.set(from)
  return { type, values }
}

function withGaps(
  from: Float64Array,
  { seed, missing: share }: SimulatedHistoryConfig,
  index: number,
): ColumnData {
  const column = floats('number', from)
  if (share === 0) return column
  const random = seededRandom(seed, 100 + index)
  const missing = newBitmap(from.length)
  for (let row = 0; row < from.length; row++) {
    if (random.uniform() >= share) continue
    setMissing(missing, row)
    column.values[row] = Number.NaN
  }
  return { ...column, missing: bitmapOrNone(missing) }
}

function shiftColumn(localUs: Float64Array): ColumnData {
  const dictionary: string[] = []
  const values = newCodes(localUs.length)
  for (let row = 0; row < localUs.length; row++) {
    const shift = shiftAt(localUs[row])
    const code = dictionary.indexOf(shift)
    values[row] = code >= 0 ? code : dictionary.push(shift) - 1
  }
  return { type: 'text', values, dictionary }
}
