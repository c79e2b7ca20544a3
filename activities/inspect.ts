/** The activity that lets a reader look at its data, for gateway and command line. */
import { readFile } from 'node:fs/promises'
import { CancelledFailure, Context } from '@temporalio/activity'
import type { Store } from '#datasets/store.ts'
import type { BlockType } from '#pipeline/block-spec.ts'
import type { InspectInput, InspectOutcome } from '#workflows/types.ts'
import type { Executor } from './executor.ts'
import { HostFailureError } from './host-pool.ts'

export interface InspectParts {
  store: Store
  executor: Executor
  findBlock(id: string, version: number): { type: BlockType }
}

export function makeInspect({
  store,
  executor,
  findBlock,
}: InspectParts): (input: InspectInput) => Promise<InspectOutcome> {
  return async ({ projectId, block, version, config }) => {
    const context = Context.current()
    const heartbeat = setInterval(() => context.heartbeat(), 1_000)
    try {
      const given: unknown = JSON.parse(await readFile(await store.filePath(config), 'utf8'))
      const found = await executor.inspect(
        findBlock(block, version).type,
        projectId,
        given,
        context.cancellationSignal,
      )
      const { hash } = await store.putFile(Buffer.from(JSON.stringify(found)))
      return { config: hash }
    } catch (error) {
      if (error instanceof CancelledFailure || !(error instanceof HostFailureError)) throw error
      const { code, params } = error.failure
      return { refused: { code, params: JSON.stringify({ ...params, message: error.message }) } }
    } finally {
      clearInterval(heartbeat)
    }
  }
}
