import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { blockKey } from '#pipeline/block-spec.ts'
import { blockRunFile, blockRunKeys, loadBlockRun } from './index.ts'
import { catalog } from './specs.ts'

const blocks = catalog
  .ids()
  .flatMap((id) => catalog.versions(id).map((version) => catalog.find(id, version)!))
const keys = blocks.map(({ spec }) => blockKey(spec.id, spec.version))

describe('the lists of blocks', () => {
  it('name the same blocks, in order', () => {
    expect([...blockRunKeys()].sort()).toEqual([...keys].sort())
    expect(blockRunKeys()).toEqual([...blockRunKeys()].sort())
  })

  it.each(keys)('%s has a run half', async (key) => {
    expect(existsSync(blockRunFile(key)!)).toBe(true)
    expect(typeof (await loadBlockRun(key))!.run).toBe('function')
  })
})

describe.each(blocks.map((block) => [block.spec.id, block] as const))('%s', (_, block) => {
  const { spec, config, example } = block

  it('is explained in German and English, with settings, special cases and words to find it by', () => {
    for (const language of ['de', 'en'] as const) {
      expect(spec.title[language].length).toBeGreaterThan(2)
      expect(spec.docs[language].length).toBeGreaterThan(150)
      expect(spec.synonyms[language].length).toBeGreaterThan(1)
    }
    expect(spec.docs.de).not.toBe(spec.docs.en)
  })

  it('has an example that its own settings accept, and settings that a form can show', () => {
    expect(example && config.safeParse(example.config).success).toBe(true)
    const schema = z.toJSONSchema(config, { target: 'draft-7', io: 'input' })
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
  })

  it('names no port twice and parses what it has parsed', () => {
    for (const ports of [spec.inputs, spec.outputs]) {
      expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length)
    }
    const once = config.parse(example!.config)
    expect(config.parse(once)).toEqual(once)
  })
})
