/** Earlier rows for training, later ones for the test. */
import { z } from 'zod'
import { instantText } from '#blocks/kernels/instants.ts'
import { ownKernel, splitOut, tableIn } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { ownFinding, refuse, requireTime, tableAt, tableOut } from '#pipeline/findings.ts'
import { docs } from './docs.ts'

export const timeSplitConfig = z.strictObject({
  by: z.enum(['fraction', 'instant']).default('fraction').describe('Where to split'),
  fraction: z.number().gt(0).lt(1).default(0.8).describe('Share of the rows for training'),
  instant: instantText.optional().describe('First instant of the test'),
})
export type TimeSplitConfig = z.infer<typeof timeSplitConfig>

export const timeSplit = defineBlock<TimeSplitConfig>({
  spec: {
    ...ownKernel,
    id: 'time-split',
    version: 1,
    title: { de: 'Nach der Zeit teilen', en: 'Split in time' },
    synonyms: {
      de: ['Training und Test', 'Hold-out', 'aufteilen', 'zeitliche Trennung'],
      en: ['train and test', 'hold-out', 'chronological split', 'time series split'],
    },
    docs,
    category: 'preparation',
    icon: 'calendar-stats',
    inputs: tableIn,
    outputs: splitOut,
    role: 'transform',
    modes: ['batch'],
    quality: 'carry',
    usesZones: true,
    splits: true,
  },
  config: timeSplitConfig,
  outputs: (inputs, { by, instant }) => {
    const table = tableAt(inputs, 'table')
    const time = requireTime(table, 'table')
    if (!time.ok) return refuse(time.findings)
    if (by === 'instant' && instant === undefined) return refuse(instantNeeded)
    return { outputs: { train: tableOut(table), test: tableOut(table) } }
  },
  splitsAllAlike: ({ by }) => by === 'instant',
  example: {
    config: { by: 'fraction', fraction: 0.8 },
    note: { de: 'Die ersten 80 % zum Lernen.', en: 'The first 80 % to learn from.' },
  },
})

const instantNeeded = ownFinding(
  'time-split.instant',
  {
    text: { de: 'Der Zeitpunkt der Teilung fehlt.', en: 'The instant of the split is not given.' },
    remedy: {
      de: 'Einen Zeitpunkt angeben oder nach Anteil teilen.',
      en: 'Give an instant, or split by fraction.',
    },
  },
  { field: 'instant' },
)
