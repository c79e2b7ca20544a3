/** What all blocks that calculate with our own typed-array kernels have in common. */
import type { BlockSpec } from '#pipeline/block-spec.ts'

/** No effect, a worker thread, equal bits for equal inputs; whatever fails would fail again. */
export const ownKernel = {
  effect: 'none',
  isolation: 'thread',
  exactness: { kind: 'bits' },
  timeouts: { startToCloseMs: 30 * 60_000, heartbeatMs: 10_000 },
  retry: 'none',
} as const satisfies Partial<BlockSpec>

/** One table in. */
export const tableIn: BlockSpec['inputs'] = [
  { name: 'table', title: { de: 'Tabelle', en: 'Table' }, type: 'table' },
]

/** One table out. */
export const tableResult: BlockSpec['outputs'] = [
  { name: 'table', title: { de: 'Tabelle', en: 'Table' }, type: 'table' },
]

/** Rows for training and rows for the test. */
export const splitOut: BlockSpec['outputs'] = [
  { name: 'train', title: { de: 'Training', en: 'Training' }, type: 'table' },
  { name: 'test', title: { de: 'Test', en: 'Test' }, type: 'table' },
]
