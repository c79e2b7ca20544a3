import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { writeHistorian } from '../historian.ts'
import { rollUp } from '../rollups/roll-up.ts'
import { readPoints } from './points.ts'
import { resample } from './resample.ts'
import { stepLimits } from './step-limits.ts'

let database: TestDatabase
let pool: pg.Pool
let project: string

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 5 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  await pool.query(
    'truncate sample, gap, rollup_work, rollup_minute, rollup_hour, rollup_day, tag restart identity cascade',
  )
  project = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
})

const start = Date.UTC(2024, 2, 30) * 1_000
const dayUs = 86_400e6

interface Known {
  timeUs: number
  value: number
  quality: number
}

async function write(samples: Known[]): Promise<void> {
  await writeHistorian(pool, project, [
    {
      tag: 'a',
      times: Float64Array.from(samples, (sample) => sample.timeUs),
      values: {
        type: 'number',
        values: Float64Array.from(samples, (sample) => sample.value),
        quality: Uint8Array.from(samples, (sample) => sample.quality),
      },
    },
  ])
}

interface Gap {
  fromUs: number
  toUs: number
}

async function addGaps(gaps: Gap[]): Promise<void> {
  for (const { fromUs, toUs } of gaps)
    await pool.query(
      `insert into gap (id, project_id, tag_id, from_us, to_us, cause) values ($1, $2, 1, $3, $4, 'host-down')`,
      [randomUUID(), project, fromUs, toUs],
    )
}

const isUsable = ({ value, quality }: Known, most: number) => quality <= most && Number.isFinite(value)

/** What is known of a step, said without roll-ups: every sample holds until the next, a gap, or now. */
function stepOf(
  samples: Known[],
  gaps: Gap[],
  [fromUs, toUs]: [number, number],
  most: number,
  nowUs: number,
) {
  const within = samples.filter((one) => one.timeUs >= fromUs && one.timeUs < toUs && isUsable(one, most))
  const values = within.map((one) => one.value)
  let [integral, heldUs, atStart] = [0, 0, NaN]
  for (const [i, one] of samples.entries()) {
    if (!isUsable(one, most)) continue
    const cuts = gaps.filter((gap) => gap.toUs > one.timeUs).map((gap) => Math.max(gap.fromUs, one.timeUs))
    const until = Math.min(samples[i + 1]?.timeUs ?? nowUs, ...cuts)
    const us = Math.max(Math.min(until, toUs) - Math.max(one.timeUs, fromUs), 0)
    integral += us * one.value
    heldUs += us
    if (one.timeUs === fromUs || (one.timeUs < fromUs && until > fromUs)) atStart = one.value
  }
  return {
    count: values.length,
    min: values.length ? Math.min(...values) : NaN,
    max: values.length ? Math.max(...values) : NaN,
    first: values[0] ?? NaN,
    last: values.at(-1) ?? NaN,
    mean: heldUs > 0 ? integral / heldUs : NaN,
    heldUs,
    atStart,
  }
}

const anySamples = fc
  .uniqueArray(fc.integer({ min: 0, max: 3 * 86_400 }), { minLength: 1, maxLength: 60 })
  .chain((seconds) =>
    fc.tuple(
      ...seconds
        .toSorted((a, b) => a - b)
        .map((s) =>
          fc.record({
            timeUs: fc.constant(start + s * 1e6),
            value: fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constant(NaN)),
            quality: fc.constantFrom(0, 0, 0, 1, 2),
          }),
        ),
    ),
  )

const anyGaps = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 3 * 86_400 }), fc.integer({ min: 1, max: 20_000 }))
    .map(([s, length]) => ({ fromUs: start + s * 1e6, toUs: start + (s + length) * 1e6 })),
  { maxLength: 3 },
)

const anyStep = fc.constantFrom(
  { us: 3_600e6 },
  { us: 900e6 },
  { us: 7e6 * 600 },
  { calendar: 'day' as const },
  { calendar: 'month' as const },
)

test('steps are what every sample says that holds in them, whatever has been rolled up', async () => {
  await fc.assert(
    fc.asyncProperty(
      anySamples,
      anyGaps,
      anyStep,
      fc.boolean(),
      fc.boolean(),
      async (samples, gaps, step, isGood, isRolled) => {
        await pool.query(
          'truncate sample, gap, rollup_work, rollup_minute, rollup_hour, rollup_day, tag restart identity cascade',
        )
        await write(samples)
        await addGaps(gaps)
        const nowUs = (samples.at(-1)?.timeUs ?? start) + 1_000e6
        if (isRolled) while (await rollUp(pool, { nowUs: start + 1.3 * dayUs }));
        const limitsUs = stepLimits(
          { fromUs: start + 3_000e6, toUs: start + 3 * dayUs },
          step,
          'Europe/Berlin',
        )
        const quality = isGood ? 'good' : 'usable'
        const [found] = await resample({ pool }, project, { tags: ['a'], limitsUs, quality, nowUs })
        for (let i = 0; i < limitsUs.length - 1; i++) {
          const expected = stepOf(samples, gaps, [limitsUs[i], limitsUs[i + 1]], isGood ? 0 : 1, nowUs)
          const { min, max, first, last, heldUs, atStart } = found
          const given = {
            min: min[i],
            max: max[i],
            heldUs: heldUs[i],
            atStart: atStart[i],
            first: first[i],
            last: last[i],
          }
          const { mean, count, ...rest } = expected
          expect(given).toEqual(rest)
          expect(found.counts[i]).toBe(count)
          if (Number.isNaN(mean)) expect(found.mean[i]).toBeNaN()
          else expect(Math.abs(found.mean[i] - mean)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(mean)))
        }
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)

test('points of any width keep every peak, and tell of gaps and of what held before', async () => {
  const samples = Array.from({ length: 3 * 24 * 60 }, (_, i) => ({
    timeUs: start + i * 60e6 + 1,
    value: i === 1_234 ? 99 : i === 4_000 ? -99 : Math.sin(i / 100),
    quality: i % 500 === 7 ? 2 : 0,
  }))
  await write(samples)
  await addGaps([{ fromUs: start + dayUs, toUs: start + dayUs + 5 }])
  for (const isRolled of [false, true]) {
    if (isRolled) while (await rollUp(pool, { nowUs: start + 2.5 * dayUs }));
    for (const pixels of [3, 40, 2_000]) {
      const range = { fromUs: start + 30e6, toUs: start + 3 * dayUs }
      const [points] = await readPoints({ pool }, project, { tags: ['a'], ...range, pixels })
      expect(points.firstUs.length).toBeLessThanOrEqual(pixels)
      expect(points.counts.reduce((a, b) => a + b)).toBe(samples.length - 1)
      expect([Math.max(...points.max), Math.min(...points.min)]).toEqual([99, -99])
      const shown = points.max.findIndex((value) => value === 99)
      expect(points.firstUs[shown]).toBeLessThanOrEqual(samples[1_234].timeUs)
      expect(points.lastUs[shown]).toBeGreaterThanOrEqual(samples[1_234].timeUs)
      expect(Math.max(...points.worst)).toBe(2)
      expect(points.gaps).toEqual([
        { fromUs: start + dayUs, toUs: start + dayUs + 5, cause: 'host-down', count: null },
      ])
      expect(points.before).toEqual({ timeUs: start + 1, value: 0, class: 0 })
    }
  }
})

test('days follow the clock of the place', () => {
  const range = { fromUs: Date.UTC(2024, 2, 30, 12) * 1e3, toUs: Date.UTC(2024, 3, 1, 12) * 1e3 }
  const hours = (limits: Float64Array) =>
    Array.from(limits.subarray(1), (limit, i) => (limit - limits[i]) / 3_600e6)
  expect(hours(stepLimits(range, { calendar: 'day' }, 'Europe/Berlin'))).toEqual([24, 23, 24])
  expect(hours(stepLimits(range, { calendar: 'month' }, 'Europe/Berlin'))).toEqual([31 * 24 - 1, 30 * 24])
  expect(hours(stepLimits(range, { calendar: 'week' }, 'UTC'))).toEqual([7 * 24, 7 * 24])
  expect(() => stepLimits(range, { us: 1 }, 'UTC')).toThrow('too-many-steps')
})
