/** Handing over what must not get lost: again and again, while the host cannot keep it. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Gap } from '#adapters/adapter.ts'
import type { SampleCollector } from './samples.ts'
import type { Served } from './served.ts'

const pauseMs = 500

/** Resolves once samples and gaps are kept. Rejects when the session ends first. */
export async function acceptSafely(served: Served, collector: SampleCollector): Promise<void> {
  const { context } = served
  if (collector.builder.length > 0) {
    const batch = collector.builder.take(context.nowUs())
    await untilKept(served, () => context.deliver(batch))
  }
  for (const gap of collector.gaps) await reportSafely(served, gap)
}

export async function reportSafely(served: Served, gap: Gap): Promise<void> {
  await untilKept(served, () => served.context.reportGap(gap))
}

async function untilKept(served: Served, hand: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    served.ended.throwIfAborted()
    try {
      return await hand()
    } catch (error) {
      if (attempt === 0) served.context.log('warning', 'opc-ua-held-back', { reason: String(error) })
      await wait(pauseMs, undefined, { signal: served.ended })
    }
  }
}
