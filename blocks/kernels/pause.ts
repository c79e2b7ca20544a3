import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockContext } from '#blocks/block.ts'

/** Reports progress and gives the event loop a turn, in which a cancel arrives. Throws when it has. */
export async function pause(ctx: BlockContext, done: number, total: number): Promise<void> {
  ctx.progress(done, total)
  await nextTurn()
  ctx.signal.throwIfAborted()
}
