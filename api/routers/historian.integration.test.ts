import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { useGateway } from '#test/fixtures/gateway.ts'
import { writeHistorian } from '#datasets/historian.ts'

const gateway = useGateway({ temporalAddress: '127.0.0.1:1' })
const startMs = Date.UTC(2026, 2, 28, 23)
const minuteUs = 60e6
const at = (minutes: number) => new Date(startMs + minutes * 60_000).toISOString()
const ids: Record<string, number> = {}
let foreign: number

async function write(projectId: string, tag: string, values: number[], quality: number[]): Promise<number> {
  const { pool } = gateway.app
  const times = Float64Array.from(values, (_, minute) => startMs * 1_000 + minute * minuteUs)
  const column = {
    type: 'number' as const,
    values: Float64Array.from(values),
    quality: Uint8Array.from(quality),
  }
  await writeHistorian(pool, projectId, [{ tag, unit: 'bar', times, values: column }])
  const { rows } = await pool.query<{ id: number }>(
    'select id from tag where project_id = $1 and name = $2',
    [projectId, tag],
  )
  return rows[0].id
}

beforeAll(async () => {
  const { app, projectId } = gateway
  const other = randomUUID()
  await app.pool.query('insert into project (id, name) values ($1, $2)', [other, other])
  ids.pressure = await write(projectId, 'pressure', [6, 7, 99, 7, 6, 5], [0, 0, 1, 0, 2, 0])
  foreign = await write(other, 'pressure', [1], [0])
  await app.pool.query(
    `insert into gap (id, project_id, tag_id, from_us, to_us, cause, "count") values ($1, $2, $3, $4, $5, 'overflow', 7)`,
    [randomUUID(), projectId, ids.pressure, startMs * 1_000 + 10 * minuteUs, startMs * 1_000 + 12 * minuteUs],
  )
})

const viewer = () => gateway.as('vera', 'viewer').historian
const range = (from: number, to: number) => ({
  ...{ projectId: gateway.projectId, tags: [ids.pressure], from: at(from), to: at(to) },
})

describe('what a viewer reads of the historian', () => {
  it('points keep the peak, tell the worst quality, what held before, and what is missing', async () => {
    const [points] = await viewer().points({ ...range(1, 13), pixels: 4 })
    expect(points.tag).toEqual({ id: ids.pressure, name: 'pressure', type: 'number', unit: 'bar' })
    expect(points).toMatchObject({
      levelUs: minuteUs,
      min: [7, 5],
      max: [99, 5],
      counts: [3, 2],
      worst: [1, 2],
    })
    expect(points.before).toEqual({ timeUs: startMs * 1_000 + minuteUs, value: 7, quality: 0 })
    const [fromUs, toUs] = [startMs * 1_000 + 10 * minuteUs, startMs * 1_000 + 12 * minuteUs]
    expect(points.gaps).toEqual([{ fromUs, toUs, causes: ['overflow'], count: 7 }])
    expect(await viewer().gaps(range(0, 20))).toMatchObject([{ gaps: [{ fromUs, toUs }] }])
    expect(await viewer().gaps(range(0, 9))).toMatchObject([{ gaps: [] }])
  })

  it('days follow the clock of the place: that on which it is put forward has 23 hours', async () => {
    const step = { calendar: 'day' as const }
    const [days] = await viewer().resample({ ...range(0, 24 * 60), step, zone: 'Europe/Berlin' })
    expect(days.limitsUs).toEqual([
      startMs * 1_000,
      startMs * 1_000 + 23 * 60 * minuteUs,
      startMs * 1_000 + 47 * 60 * minuteUs,
    ])
    expect([days.counts[0], days.min[0], days.max[0]]).toEqual([5, 5, 99])
  })

  it('counts only good samples where asked to', async () => {
    const [steps] = await viewer().resample({ ...range(0, 6), step: { us: 3 * minuteUs }, quality: 'good' })
    expect(steps).toMatchObject({ counts: [2, 2], max: [7, 7] })
  })

  it('the last known sample at a time, or none', async () => {
    const known = (minutes: number) =>
      viewer().lastKnown({ projectId: gateway.projectId, tags: [ids.pressure], at: at(minutes) })
    expect(await known(2.5)).toMatchObject([{ sample: { value: 99, quality: 1 } }])
    expect(await known(-1)).toMatchObject([{ sample: null }])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['too-many-steps', () => viewer().resample({ ...range(0, 1e6), step: { us: 1_000 } })],
    [
      'too-many-points',
      () => viewer().points({ ...range(0, 1), tags: [...Array(11).keys()].map((i) => i + 1), pixels: 4_000 }),
    ],
    ['range-empty', () => viewer().points({ ...range(1, 1), pixels: 10 })],
    ['tag-unknown', () => viewer().points({ ...range(0, 1), tags: [foreign], pixels: 10 })],
  ])('refuses: %s', async (code, ask) => {
    await expect(ask()).rejects.toMatchObject({ message: code })
  })
})
