import { expect, test } from 'vitest'
import { newPipelineId } from './pipeline-id.ts'

test('ids are readable in addresses and differ', () => {
  expect(newPipelineId('Druckluft, Größe 2!')).toMatch(/^druckluft-groesse-2-[a-z0-9]{6}$/)
  expect(newPipelineId('压缩空气')).toMatch(/^pipeline-[a-z0-9]{6}$/)
  expect(newPipelineId('x'.repeat(200)).length).toBeLessThanOrEqual(100)
  expect(new Set(Array.from({ length: 200 }, () => newPipelineId('a'))).size).toBe(200)
})
