/** Whatever happens on the way into the archive or to its files, no sample is lost, doubled or read wrong. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { ArchiveScene } from '#test/fixtures/archive-scene.ts'
import { readHistorian, writeHistorian } from '../historian.ts'
import { atOneMoment } from '../query/historian-source.ts'

const scene = new ArchiveScene()
const start = Date.UTC(2024, 0, 1) * 1_000
const nowUs = start + 60 * 86_400e6
const count = 20_000

beforeEach(() => scene.clear())

const write = (seconds: number[], valueAt: (second: number) => number) =>
  writeHistorian(scene.pool, scene.project, [
    {
      tag: 'a',
      times: Float64Array.from(seconds, (second) => start + second * 1e6),
      values: { type: 'number', values: Float64Array.from(seconds, valueAt) },
    },
  ])
const read = async () => {
  const range = { fromUs: start, toUs: start + 2 * count * 1e6 }
  const [{ times, values }] = await readHistorian(scene.source, scene.project, { tags: ['a'], ...range })
  return { times, values: values.values }
}
const asWritten = {
  times: Float64Array.from({ length: count }, (_, second) => start + second * 1e6),
  values: Float64Array.from({ length: count }, (_, second) => second / 7),
}
const fill = async () => {
  await write([...asWritten.times.keys()], (second) => second / 7)
  await scene.rollUpAll()
}
const inFiles = async () =>
  (await scene.pool.query<{ n: number }>('select coalesce(sum(samples), 0)::int as n from archive_tag'))
    .rows[0].n

/** Resolves when so many connections have been taken from a pool. */
function taken(pool: pg.Pool, times: number): Promise<'taken'> {
  return new Promise((resolve) => pool.on('acquire', () => --times === 0 && resolve('taken')))
}

test('killed anywhere between the first byte and the drop, a round leaves all as it was, and the next does it', async () => {
  await fill()
  const reader = await scene.pool.connect()
  await reader.query('begin')
  // Before anything is read; while it is read; when the file is begun; when it has its name and the drop waits.
  const instants: ((names: string[]) => boolean)[] = [
    () => true,
    (names) => names.length > 0,
    (names) => names.some((name) => name.endsWith('.parquet')),
  ]
  await reader.query('lock table archive_file in access share mode')
  for (const isNow of instants) {
    const ending = new AbortController()
    const round = scene.archiveOnce(nowUs, ending.signal)
    await expect
      .poll(async () => isNow(await scene.files().catch(() => [])), { timeout: 30_000, interval: 1 })
      .toBe(true)
    ending.abort()
    expect(await round).toBeUndefined()
    expect([await scene.samplesInTable(), await inFiles()]).toEqual([count, 0])
    expect(await read()).toEqual(asWritten)
  }
  await reader.query('commit')
  reader.release()
  expect(await scene.archiveOnce(nowUs)).toMatchObject({ archived: 1, left: 0, failures: [], samples: count })
  expect([await scene.samplesInTable(), await inFiles()]).toEqual([0, count])
  expect((await scene.files()).filter((name) => name.endsWith('.new'))).toEqual([])
  expect(await read()).toEqual(asWritten)
}, 120_000)

test('who reads finds at the end of a reading what was there at its beginning; the drop waits', async () => {
  await fill()
  const own = new pg.Pool({ connectionString: scene.pool.options.connectionString, max: 2 })
  // Two for what is read and its chunks, then one for each try to drop: the third has seen the second fail.
  const tried = taken(own, 4)
  let archiving: Promise<unknown> | undefined
  await atOneMoment(scene.source, async (moment) => {
    await moment.client.query('select 1')
    archiving = scene.archiveAll(own)
    expect(await Promise.race([archiving, tried])).toBe('taken')
    const { rows } = await moment.client.query<{ n: number }>('select count(*)::int as n from sample')
    expect(rows).toEqual([{ n: count }])
  })
  expect(await archiving).toMatchObject([{ outcome: 'archived', samples: count }])
  await own.end()
  expect(await read()).toEqual(asWritten)
}, 60_000)

test('samples that come while a part is archived are not dropped with it', async () => {
  await fill()
  const own = new pg.Pool({ connectionString: scene.pool.options.connectionString, max: 2 })
  let archiving: Promise<unknown> | undefined
  await atOneMoment(scene.source, async () => {
    const tried = taken(own, 4)
    archiving = scene.archiveAll(own)
    await tried
    await write([0, count], () => -1)
  })
  expect(await archiving).toMatchObject([{ outcome: 'changed' }])
  await own.end()
  expect(await scene.files()).toEqual([])
  expect(await scene.samplesInTable()).toBe(count + 2)
  const { values } = await read()
  expect([values[0], values[1], values[count]]).toEqual([-1, 1 / 7, -1])
}, 60_000)

test('a flipped bit and a missing file are refusals, never values, and late samples stay in the table', async () => {
  await fill()
  await scene.archiveAll()
  const path = join(scene.folder, (await scene.files())[0])
  const whole = await readFile(path)
  const bent = Buffer.from(whole)
  bent[Math.floor(bent.length / 3)] ^= 1
  await writeFile(path, bent)
  await expect(read()).rejects.toMatchObject({ code: 'archive-file-damaged' })
  await write([1], () => 5)
  await expect(scene.rollUpAll()).rejects.toMatchObject({ code: 'archive-file-damaged' })
  await scene.pool.query('truncate rollup_work')
  const refused = await scene.archiveOnce(nowUs)
  expect(refused).toMatchObject({ archived: 0, left: 1, failures: [expect.stringContaining('is damaged')] })
  expect([await scene.samplesInTable(), await inFiles()]).toEqual([1, count])

  await rename(path, `${path}.away`)
  await expect(read()).rejects.toMatchObject({ code: 'archive-file-gone' })
  await writeFile(path, whole)
  const { values } = await read()
  expect([values.length, values[0], values[1], values[2]]).toEqual([count, 0, 5, 2 / 7])
  expect(await scene.archiveOnce(nowUs)).toMatchObject({ archived: 1, failures: [] })
  expect((await read()).values).toEqual(values)
}, 60_000)
