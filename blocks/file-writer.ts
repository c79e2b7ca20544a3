/** What all blocks that write a file have in common. */
import { z } from 'zod'
import { tableIn } from '#blocks/own-kernel.ts'
import type { BlockSpec } from '#pipeline/block-spec.ts'
import type { PortSchema } from '#pipeline/ports.ts'

/** The file goes into the store first and is copied out after success, so nothing outside changes. */
export const fileWriter = {
  category: 'output',
  inputs: tableIn,
  outputs: [{ name: 'file', title: { de: 'Datei', en: 'File' }, type: 'report' }],
  role: 'write',
  effect: 'none',
  exactness: { kind: 'bits' },
  modes: ['batch'],
  timeouts: { startToCloseMs: 3_600_000, heartbeatMs: 10_000 },
  retry: 'resource',
  quality: 'ignore',
} as const satisfies Partial<BlockSpec>

export const writtenFile: Record<string, PortSchema> = { file: { type: 'report' } }

/** Under which name the file is kept. */
export const fileName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\\u0000-\u001f]+$/, 'a name, not a path')
