/** A historian with an archive answers as one that never had any, whatever is written and whenever it is archived. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { ArchiveScene } from '#test/fixtures/archive-scene.ts'
import { usePool } from '#test/fixtures/database.ts'
import { writeHistorian } from '../historian.ts'
import { readHistorian } from '../read-historian.ts'
import type { TagType } from '../historian-tags.ts'
import { readPoints } from '../query/points.ts'
import { rollUp } from '../rollups/roll-up.ts'
import { readWholeRows } from './table-rows.ts'

const scene = new ArchiveScene()
/** Takes the same and archives nothing. */
const plain = usePool()
beforeAll(() => plain.query('insert into project (id, name) values ($1, $2)', [scene.project, scene.project]))

const start = Date.UTC(2024, 0, 3) * 1_000
const weekUs = 7 * 86_400e6
/** Two parts of the table. */
const range = { fromUs: start, toUs: start + 2 * weekUs }
const anyTime = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map((second) => start + second * 1e6),
  fc.integer({ min: 0, max: 5 }).map((second) => start + weekUs + second * 1e6),
)
const quality = fc.constantFrom(0, 0, 1, 2)
const values: Record<TagType, fc.Arbitrary<number | bigint | string>> = {
  number: fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, 0.1)),
  integer: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, 1n)),
  boolean: fc.constantFrom(0, 1),
  text: fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
    fc.constantFrom('', 'on'),
  ),
}
const types = Object.keys(values) as TagType[]

function columnOf(type: TagType, given: (number | bigint | string)[], codes: number[]): ColumnData {
  const column = { quality: Uint8Array.from(codes) }
  if (type === 'number') return { type, values: Float64Array.from(given as number[]), ...column }
  if (type === 'integer') return { type, values: BigInt64Array.from(given as bigint[]), ...column }
  if (type === 'boolean') return { type, values: Uint8Array.from(given as number[]), ...column }
  return { type, values: Int32Array.from(given.keys()), dictionary: given as string[], ...column }
}

const anyWrite = fc.constantFrom(...types).chain((type) =>
  fc.record({
    type: fc.constant(type),
    rows: fc.array(fc.tuple(anyTime, values[type], quality), { minLength: 1, maxLength: 12 }),
    isArchivedAfter: fc.boolean(),
  }),
)

test('reads the same to the bit as without an archive: values, and what is drawn of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyWrite, { minLength: 2, maxLength: 8 }), async (writes) => {
      await scene.clear()
      await plain.query(
        'truncate sample, rollup_work, rollup_minute, rollup_hour, rollup_day, tag restart identity cascade',
      )
      for (const { type, rows, isArchivedAfter } of writes) {
        const samples = {
          tag: type,
          times: Float64Array.from(rows, ([time]) => time),
          values: columnOf(
            type,
            rows.map(([, value]) => value),
            rows.map(([, , code]) => code),
          ),
        }
        for (const pool of [scene.pool, plain]) await writeHistorian(pool, scene.project, [samples])
        if (!isArchivedAfter) continue
        await scene.rollUpAll()
        for (const { outcome } of await scene.archiveAll()) expect(outcome).toBe('archived')
        expect(await scene.samplesInTable()).toBe(0)
      }
      while (await rollUp(plain, { nowUs: Number.MAX_SAFE_INTEGER }));
      await scene.rollUpAll()
      const [found, expected] = await Promise.all(
        [scene.source, { pool: plain }].map(async (source) => ({
          samples: await readHistorian(source, scene.project, { tags: types, ...range }),
          few: await readPoints(source, scene.project, { tags: types, ...range, pixels: 3 }),
          many: await readPoints(source, scene.project, { tags: types, ...range, pixels: 4_000 }),
        })),
      )
      expect(found).toEqual(expected)
    }),
    { numRuns: 12 },
  )
}, 120_000)

const orNull = <T>(any: fc.Arbitrary<T>) => fc.option(any, { freq: 3 })
const big = fc.bigInt({ min: 0n, max: 2n ** 53n }).map(String)
const anyRow = fc.record({
  time: anyTime,
  revision: fc.integer({ min: -3, max: 5 }),
  value: orNull(fc.double()),
  status: orNull(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))),
  received: orNull(big),
  sequence: orNull(big),
})

test('holds every revision with how it came', async () => {
  const tag = { id: 1, type: 'number', class: 'event' } as const
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyRow, {
        selector: (row) => `${row.time} ${row.revision}`,
        minLength: 1,
        maxLength: 120,
      }),
      async (rows) => {
        await scene.clear()
        await scene.pool.query(
          `insert into tag (project_id, name, value_type, class) values ($1, 'a', 'number', 'event')`,
          [scene.project],
        )
        for (const { time, revision, value, status, received, sequence } of rows)
          await scene.pool.query(
            `insert into sample (tag_id, time_us, revision, project_id, number, quality, raw_status, received_us, sequence)
             values (1, $1, $2, $3, $4, $5, $6, $7, $8)`,
            [time, revision, scene.project, value, value === null ? 2 : 0, status, received, sequence],
          )
        const client = await scene.pool.connect()
        const expected = await readWholeRows(client, tag, range).finally(() => client.release())
        await scene.archiveAll()
        const files = await scene.pool.query<{ path: string; hash: string }>(
          'select name as path, hash from archive_file order by from_us',
        )
        const found = await scene.archive.rows({
          ...{ files: files.rows, tagId: 1, type: 'number', ...range, isWhole: true },
        })
        expect(found).toEqual(expected)
      },
    ),
    { numRuns: 15 },
  )
}, 120_000)
