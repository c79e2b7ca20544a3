import { expect, test } from 'vitest'
import { run as fitRun } from '#blocks/linear-regression-fit/run.ts'
import { linearRegressionFit } from '#blocks/linear-regression-fit/spec.ts'
import { timesOf } from '#pipeline/table.ts'
import type { Table } from '#pipeline/table.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import { expectSameBits, propagate, runBlock, tableOf } from '#test/fixtures/run-block.ts'
import { referenceTime, runPython } from '#test/reference/python.ts'
import { rateAt, seasonalTemperature, shiftAt, wave } from './calendar.ts'
import { seededRandom } from './random.ts'
import { run } from './run.ts'
import { simulatedHistory as block } from './spec.ts'

const history = { block, run }

async function simulated(config: Record<string, unknown> = {}) {
  const { outputs } = await runBlock(history, {}, config)
  const truth = outputs.truth.type === 'metrics' ? outputs.truth.values : {}
  return { table: tableOf(outputs.table), truth: truth as Record<string, number> }
}

function numbers(table: Table, name: string): number[] {
  return valuesOf(table, name) as number[]
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('a year of hours, every hour once across both changes of the clocks', async () => {
  const { table } = await simulated()
  expect(table.rows).toBe(8_760)
  const times = timesOf(table)
  expect(new Date(times[0] / 1_000).toISOString()).toBe('2024-12-31T23:00:00.000Z')
  expect(times.every((time, row) => row === 0 || time - times[row - 1] === 3.6e9)).toBe(true)
})

test('linear regression finds the truth', async () => {
  const { table, truth } = await simulated()
  const features = ['flow', 'pressure_setpoint', 'ambient_temperature']
  const under = { block: linearRegressionFit, run: fitRun }
  const { outputs } = await runBlock(under, table, { target: 'energy', features })
  const found = outputs.metrics.type === 'metrics' ? (outputs.metrics.values as Record<string, number>) : {}
  expect(found['coefficient.flow'] / truth.power_per_flow_kWh_per_m3).toBeCloseTo(1, 2)
  expect(found['coefficient.pressure_setpoint']).toBeCloseTo(truth.power_per_pressure_kW_per_bar, 0)
  expect(found['coefficient.ambient_temperature']).toBeCloseTo(truth.power_per_temperature_kW_per_K, 1)
  expect(found.rmse / truth.noise_kW).toBeCloseTo(1, 1)
  const base =
    found.intercept +
    7 * found['coefficient.pressure_setpoint'] +
    20 * found['coefficient.ambient_temperature']
  expect(Math.abs(base - truth.base_load_kW)).toBeLessThan(0.5)
})

test('what flows while nobody works is the leak, and the repair shows', async () => {
  const { table, truth } = await simulated()
  const [shift, flow] = [valuesOf(table, 'shift'), numbers(table, 'flow')]
  const idle = (from: number, to: number) =>
    flow.filter((_, row) => shift[row] === 'off' && row >= from && row < to)
  expect(mean(idle(0, 5_256)) / truth.leak_flow_before_m3_per_h).toBeCloseTo(1, 1)
  expect(mean(idle(5_256, 8_760)) / truth.leak_flow_after_m3_per_h).toBeCloseTo(1, 1)
})

test('the columns fit together: energy is power times time, the compressors add up', async () => {
  const { table } = await simulated({ days: 14, step: '15 min' })
  const [energy, power] = [numbers(table, 'energy'), numbers(table, 'power')]
  const parts = [1, 2, 3].map((index) => numbers(table, `power_compressor_${index}`))
  expect(energy.every((value, row) => value === power[row] / 4)).toBe(true)
  for (const [row, total] of power.entries()) {
    expect(parts[0][row] + parts[1][row] + parts[2][row]).toBeCloseTo(total, 10)
  }
  expect(Math.min(...parts.flat())).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers(table, 'pressure'))).toBeLessThan(8)
})

test('equal seeds give equal bits, other seeds other values', async () => {
  const config = { days: 30, missing: 0.1 }
  const first = (await simulated(config)).table
  expectSameBits((await simulated(config)).table, first)
  const other = (await simulated({ ...config, seed: 2 })).table
  expect(numbers(other, 'planned_rate')).toEqual(numbers(first, 'planned_rate'))
  expect(numbers(other, 'flow')).not.toEqual(numbers(first, 'flow'))
  expect(first.columns[1].missing).toBeDefined()
})

test('a day in one step is one row', async () => {
  expect((await simulated({ days: 1, step: '1 d' })).table.rows).toBe(1)
})

test('measurements are known when their step is over, plans in advance', () => {
  const { outputs } = propagate(history, {}, { step: '15 min' })
  const columns = outputs?.table.type === 'table' ? outputs.table.table.columns : []
  const known = Object.fromEntries(columns.map((column) => [column.name, column.availabilityUs]))
  expect(known).toMatchObject({
    energy: 9e8,
    flow: 9e8,
    pressure_setpoint: null,
    planned_rate: null,
    shift: null,
  })
})

test.each([
  { days: 0 },
  { step: '7 h' },
  { zone: 'Europe/Berln' },
  { days: 3_660, step: '1 s' },
  { start: '2025-02-30' },
])('refuses %j', (config) => expect(block.config.safeParse(config).success).toBe(false))

test('shifts by the local clock', () => {
  const at = (text: string) => Date.parse(`${text}Z`) * 1_000
  expect(shiftAt(at('2025-03-03T05:00'))).toBe('off')
  expect(shiftAt(at('2025-03-03T06:00'))).toBe('early')
  expect(shiftAt(at('2025-03-04T03:00'))).toBe('night')
  expect(shiftAt(at('2025-03-08T05:00'))).toBe('night')
  expect(rateAt(at('2025-03-08T06:00'))).toBe(60)
  expect(shiftAt(at('2025-03-08T14:00'))).toBe('off')
  expect(shiftAt(at('2025-08-05T10:00'))).toBe('off')
})

test('the wave is a sine within 0.002, the coldest hour is in mid-January', () => {
  for (let turns = -2; turns < 2; turns += 0.01) {
    expect(Math.abs(wave(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(0.002)
  }
  const [winter, summer] = ['2025-01-15T04:00Z', '2025-07-15T16:00Z'].map((text) => Date.parse(text) * 1_000)
  expect(seasonalTemperature(winter)).toBeLessThan(-2)
  expect(seasonalTemperature(summer)).toBeGreaterThan(22)
})

const reference = `
def rotated(word, by):
    return ((word << by) | (word >> (32 - by))) & 0xffffffff

def words(seed, stream):
    word = (seed & 0xffffffff) ^ ((seed >> 32) * 0x85ebca6b & 0xffffffff) ^ (stream * 0xc2b2ae35 & 0xffffffff)
    s = []
    for _ in range(4):
        word = (word + 0x9e3779b9) & 0xffffffff
        z = (word ^ (word >> 16)) * 0x21f0aaad & 0xffffffff
        z = (z ^ (z >> 15)) * 0x735a2d97 & 0xffffffff
        s.append(z ^ (z >> 15))
    while True:
        yield rotated(s[1] * 5 & 0xffffffff, 7) * 9 & 0xffffffff
        t = s[1] << 9 & 0xffffffff
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 11)

def main(data):
    results = []
    for seed, stream in data["seeds"]:
        source = words(seed, stream)
        uniform = [((next(source) >> 5) * 2**26 + (next(source) >> 6)) / 2**53 for _ in range(100)]
        normal = []
        for _ in range(100):
            total = -6.0
            for _ in range(12):
                total += next(source) / 2**32
            normal.append(total)
        results.append(uniform + normal)
    return results
`

test(
  'the random numbers are those of xoshiro128** in another language, to the bit',
  referenceTime,
  async (context) => {
    const asked = [1, 2, 77, 2 ** 40 + 3, Number.MAX_SAFE_INTEGER].map((seed, index) => [seed, index])
    const expected = (await runPython(context, reference, { seeds: asked })) as number[][]
    for (const [index, [seed, stream]] of asked.entries()) {
      const random = seededRandom(seed, stream)
      const uniform = Array.from({ length: 100 }, random.uniform)
      const normal = Array.from({ length: 100 }, random.normal)
      expect([...uniform, ...normal]).toEqual(expected[index])
    }
  },
)
