import type { IngestWork } from '#datasets/ingest/deliveries.ts'
import type { Spool } from '../spool/spool.ts'
import type { SpoolPage } from '../spool/spool-page.ts'
import { lossRow } from './accepted-work.ts'
import { decodeWork, togetherOf } from './work-item.ts'
import type { Work } from './work-item.ts'

/** Of a page: at first, and when the historian was too slow for more. */
export const pageBytes = { most: 2 ** 18, least: 2 ** 12 }

/** Moves the next page of the spool to where `write` takes it; false: nothing waits. */
export async function drainPage(
  spool: Spool,
  bytes: number,
  write: (work: IngestWork) => Promise<void>,
): Promise<boolean> {
  if (spool.isEmpty) return false
  const page = await spool.read(bytes)
  await write(workOf(page))
  await spool.advance(page.next)
  return true
}

/** What was lost becomes gaps. */
function workOf(page: SpoolPage): IngestWork {
  const losses = page.losses.map(lossRow)
  const works: Work[] = []
  for (const { content, samples, before, writtenUs } of page.records) {
    try {
      works.push(decodeWork(content))
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error
      // Of a newer version that was taken back.
      const place = { segment: before, offset: samples, bytes: content.length }
      losses.push(lossRow({ ...place, samples, fromUs: writtenUs, toUs: writtenUs }))
    }
  }
  const work = togetherOf(works)
  return { ...work, gaps: [...work.gaps, ...losses] }
}
