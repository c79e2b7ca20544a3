import { expect, test } from 'vitest'
import { blockRunKeys } from '#blocks/index.ts'
import { makeFindBlock } from './known-blocks.ts'

test.each(blockRunKeys())('the source of %s can be followed whatever its texts say', (key) => {
  const [id, version] = key.split('@')
  expect(makeFindBlock()(id, Number(version)).source).toMatch(/^[0-9a-f]{64}$/)
})
