/** Straight into the historian: while it is away nothing is accepted, and sources have to keep their samples. */
import { v7 as uuid } from 'uuid'
import { IngestWriter } from '#datasets/ingest/ingest-writer.ts'
import { IntakeFull } from '#adapters/intake.ts'
import type { Intake } from '#adapters/intake.ts'
import type { IngestWork } from '#datasets/ingest/deliveries.ts'
import type pg from 'pg'

export function openDirectIntake(pool: pg.Pool): Intake {
  const writer = new IngestWriter(pool)
  let isAway = false
  const counts: { atMs: number; count: number; tookMs: number }[] = []
  const write = async (work: IngestWork, count: number) => {
    const startedMs = Date.now()
    try {
      await writer.write(work)
      isAway = false
      counts.push({ atMs: Date.now(), count, tookMs: Date.now() - startedMs })
    } catch (cause) {
      isAway = true
      throw new IntakeFull('the historian is away', { cause })
    }
  }
  const nothing: IngestWork = { samples: [], refused: [], gaps: [] }
  return {
    accept: (batch, connectionId) => write({ ...nothing, samples: [{ connectionId, batch }] }, batch.length),
    acceptGap: ({ keys, fromUs, toUs, cause, count }, connectionId) => {
      const tags = keys.length === 0 ? [null] : keys
      const gap = { connectionId, fromUs, toUs, cause, count: count ?? null }
      return write({ ...nothing, gaps: tags.map((tagId) => ({ id: uuid(), tagId, ...gap })) }, 0)
    },
    acceptQuarantine: (batch, connectionId, cause) =>
      write({ ...nothing, refused: [{ connectionId, batch, cause }] }, 0),
    state: () => {
      while (counts.length > 0 && Date.now() - counts[0].atMs > 10_000) counts.shift()
      const took = counts.map(({ tookMs }) => tookMs).sort((a, b) => a - b)
      return {
        historian: isAway ? 'away' : 'there',
        spool: { samples: 0, bytes: 0, maxBytes: 0, isFull: isAway },
        committedPerS: counts.reduce((sum, { count }) => sum + count, 0) / 10,
        lagMs: took[took.length >> 1] ?? 0,
      }
    },
    close: async () => undefined,
  }
}
