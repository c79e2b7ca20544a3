import { expect, test } from 'vitest'
import { writeHistorian } from '#datasets/historian.ts'
import { ArchiveScene } from '#test/fixtures/archive-scene.ts'
import { countKeptSamples } from './kept-samples.ts'

const scene = new ArchiveScene()

test('samples are counted where they are, with what they take', async () => {
  const seconds = [...Array(1_000).keys()]
  await writeHistorian(scene.pool, scene.project, [
    {
      tag: 'a',
      times: Float64Array.from(seconds, (second) => Date.UTC(2024, 0, 3) * 1_000 + second * 1e6),
      values: { type: 'number', values: Float64Array.from(seconds) },
    },
  ])
  await scene.rollUpAll()
  await scene.pool.query('analyze sample')
  const before = await countKeptSamples(scene.pool)
  expect(before).toMatchObject({ inDatabase: { samples: 1_000 }, archived: { samples: 0, bytes: 0 } })
  expect(before.inDatabase.bytes / 1_000).toBeGreaterThan(50)
  const [{ bytes }] = await scene.archiveAll()
  const after = await countKeptSamples(scene.pool)
  expect(after).toMatchObject({ inDatabase: { samples: 0 }, archived: { samples: 1_000, bytes } })
  expect(bytes / 1_000).toBeLessThan(12)
})
