import { describe, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { describeCatalog } from '#pipeline/block-description.ts'
import { fittingBlocks, makeBlockCatalog, purposeOf, searchBlocks } from './catalog.ts'

const blocks = describeCatalog(catalog)
const find = (words: string, language: 'de' | 'en' = 'de') =>
  searchBlocks(makeBlockCatalog(blocks).newest, words, language).map(({ spec }) => spec.id)

describe('searching blocks', () => {
  it.each([
    ['Umrastern', 'resample'],
    ['stundenwerte', 'resample'],
    ['hourly', 'resample'],
    ['daily val', 'resample'],
    ['LAG', 'lag'],
    ['spreadsheet', 'read-csv'],
  ])('finds %j in either language', (words, block) => {
    expect(find(words)).toContain(block)
    expect(find(words, 'en')).toContain(block)
  })

  it('puts titles before purposes, and needs every word', () => {
    expect(find('filter', 'en')[0]).toBe('filter')
    expect(find('filter xyzzy')).toEqual([])
    expect(find('  ')).toHaveLength(makeBlockCatalog(blocks).newest.length)
  })

  it('does not mind accents', () => {
    expect(find('ungultig fullen')).toEqual([])
    expect(find('fullen')).toContain('fill-missing')
  })
})

it('of several versions the newest is offered, the older ones are still known', () => {
  const [first] = blocks
  const newer = { ...first, key: `${first.spec.id}@2`, spec: { ...first.spec, version: 2 } }
  const two = makeBlockCatalog([newer, first])
  expect(two.newest).toEqual([newer])
  expect(two.find(first.spec.id, 1)).toBe(first)
})

it('a model fits where models go in', () => {
  expect(fittingBlocks(blocks, 'model').map(({ block, input }) => [block.spec.id, input])).toContainEqual([
    'linear-regression-predict',
    'model',
  ])
  expect(fittingBlocks(blocks, 'chart')).toEqual([])
})

it('the purpose of a block is one sentence', () => {
  for (const { spec } of blocks)
    for (const language of ['de', 'en'] as const) {
      expect(purposeOf(spec, language)).toMatch(/^\S.*\.$/)
      expect(purposeOf(spec, language)).not.toContain('\n')
    }
})
