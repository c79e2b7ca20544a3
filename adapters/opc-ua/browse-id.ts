import { z } from 'zod'
import { AdapterError } from '#adapters/adapter.ts'

const shown = z.strictObject({
  node: z.string(),
  path: z.string().optional(),
  /** Its value is an array or structure, which is shown like a folder. */
  hasParts: z.boolean().optional(),
})

/** What a line in the tree stands for. */
export type Shown = z.infer<typeof shown>

export function writeId(one: Shown): string {
  return JSON.stringify(one)
}

export function readId(id: string): Shown {
  try {
    return shown.parse(JSON.parse(id))
  } catch (cause) {
    throw new AdapterError('opc-ua-node-unknown', { node: id.slice(0, 200) }, { cause })
  }
}
