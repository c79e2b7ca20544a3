/** What happens, told while it happens: one stream for each tab, its topics chosen by the input. */
import { tracked } from '@trpc/server'
import type { TrackedEnvelope } from '@trpc/server'
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import { findCallerAgain } from '../auth/find-caller.ts'
import { authorise } from '../authorise.ts'
import { toTransportError } from '../errors.ts'
import { messageSchema, watch } from '../live/watch.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import type { Context } from '../trpc.ts'

/** Every message of a stream is checked, as the answer of any other procedure is. */
function streamOf<T>(schema: z.ZodType<T>) {
  return z
    .custom<AsyncIterable<TrackedEnvelope<T>>>((value) => typeof value === 'object' && value !== null)
    .transform((stream) => checked(stream, schema))
}

async function* checked<T>(
  stream: AsyncIterable<TrackedEnvelope<T>>,
  schema: z.ZodType<T>,
): AsyncGenerator<TrackedEnvelope<T>, void> {
  try {
    for await (const [id, message] of stream) yield tracked(id, schema.parse(message))
  } catch (error) {
    throw toTransportError(error)
  }
}

/** Whether the token or session, its person and their role would still open this stream. */
async function isStillValid(ctx: Context, input: unknown): Promise<boolean> {
  if (!ctx.caller.credential) return true
  const caller = await findCallerAgain(ctx.app, ctx.caller)
  if (!caller) return false
  try {
    await authorise({ ...ctx, caller }, 'live.events', () => input)
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

export const liveRouter = router({
  /**
   * Begins with 'hello'. Look at what is shown after that, not before: then nothing is missed between. The ids are
   * moments of the database; given back as `lastEventId`, which clients do by themselves, the stream goes on there.
   */
  events: procedure
    .input(
      projectInput.extend({
        runs: z.array(z.uuid()).max(100).optional(),
        runList: z.boolean().optional(),
        pipelines: z.boolean().optional(),
        connections: z.boolean().optional(),
        /** Ids of tags. */
        values: z.array(z.int().positive().max(2_147_483_647)).max(5_000).optional(),
        health: z.boolean().optional(),
        lastEventId: z.string().max(20_000).optional(),
      }),
    )
    .output(streamOf(messageSchema))
    .subscription(({ ctx, input, signal }) =>
      watch(ctx.app, { ...input, signal, isStillValid: () => isStillValid(ctx, input) }),
    ),
})
