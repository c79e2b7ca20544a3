/** Rows chosen at random, with a seed, for training; the others for the test. */
import { z } from 'zod'
import { ownKernel, splitOut, tableIn } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { checkRandomSplit, tableAt, tableOut } from '#pipeline/findings.ts'
import { docs } from './docs.ts'

export const randomSplitConfig = z.strictObject({
  fraction: z.number().gt(0).lt(1).default(0.8).describe('Share of the rows for training'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Absent: the seed of the run'),
})
export type RandomSplitConfig = z.infer<typeof randomSplitConfig>

export const randomSplit = defineBlock<RandomSplitConfig>({
  spec: {
    ...ownKernel,
    id: 'random-split',
    version: 1,
    title: { de: 'Zufällig teilen', en: 'Random split' },
    synonyms: {
      de: ['Training und Test', 'Zufallsaufteilung', 'Stichprobe', 'mischen'],
      en: ['train and test', 'train_test_split', 'sample', 'shuffle'],
    },
    docs,
    category: 'preparation',
    icon: 'arrows-split',
    inputs: tableIn,
    outputs: splitOut,
    role: 'transform',
    modes: ['batch'],
    quality: 'carry',
    splits: true,
  },
  config: randomSplitConfig,
  outputs: (inputs) => {
    const table = tableAt(inputs, 'table')
    return { outputs: { train: tableOut(table), test: tableOut(table) }, findings: checkRandomSplit(table) }
  },
  example: {
    config: { fraction: 0.8, seed: 42 },
    note: { de: '80 % der Zeilen zum Lernen.', en: '80 % of the rows to learn from.' },
  },
})
