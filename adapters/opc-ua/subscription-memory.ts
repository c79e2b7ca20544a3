/** What has to outlive a session so that the next one can take its subscription over. */
import { z } from 'zod'
import type { AdapterContext } from '#adapters/adapter.ts'
import type { Item } from './items.ts'

const keptSubscription = z.object({
  id: z.number(),
  /** Of the server: after a restart its numbers may belong to somebody else. */
  startedUs: z.number(),
  silenceMs: z.number(),
  /** Taken over, and not a word came through it since. */
  isUnproven: z.boolean().optional(),
  items: z.array(z.tuple([z.number(), z.number(), z.string(), z.number()])),
})
const keptProgress = z.object({
  /** Of the subscription. */
  id: z.number(),
  /** Of the last message that was accepted. */
  sequence: z.number(),
  /** The server's clock at that message. */
  untilUs: z.number(),
  startedUs: z.number().optional(),
})

export type KeptSubscription = z.infer<typeof keptSubscription>
export type KeptProgress = z.infer<typeof keptProgress>
type Memory = AdapterContext['memory']

const names = { subscription: 'opc-ua-subscription', progress: 'opc-ua-progress' }

export async function recallSubscription(memory: Memory): Promise<KeptSubscription | undefined> {
  return keptSubscription.safeParse(await memory.get(names.subscription)).data
}

export async function recallProgress(memory: Memory): Promise<KeptProgress | undefined> {
  return keptProgress.safeParse(await memory.get(names.progress)).data
}

export async function rememberSubscription(
  memory: Memory,
  subscription: { id: number; startedUs: number | undefined; silenceMs: number; items: Item[] },
): Promise<void> {
  const { id, startedUs, silenceMs, items } = subscription
  // Without the server's start a later session could take over what belongs to another.
  const value: KeptSubscription | null =
    startedUs === undefined
      ? null
      : {
          id,
          startedUs,
          silenceMs,
          items: items.map((item) => [item.handle, item.id, item.node, item.intervalMs]),
        }
  await memory.set(names.subscription, value)
}

/** Until something comes through it: some servers give a subscription over and then say nothing. */
export async function rememberUnproven(memory: Memory, kept: KeptSubscription): Promise<void> {
  await memory.set(names.subscription, { ...kept, isUnproven: true } satisfies KeptSubscription)
}

export async function rememberProgress(memory: Memory, progress: KeptProgress): Promise<void> {
  await memory.set(names.progress, progress)
}
