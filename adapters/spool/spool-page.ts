/** Reads records one after the other, and steps over what is damaged between them. */
import { findRecord, recordAt } from './record.ts'
import type { Position, SpoolRecord } from './record.ts'

/** A damaged place. */
export interface SpoolLoss extends Position {
  bytes: number
  /** Undefined: nobody knows. */
  samples?: number
  /** When what lay there was written. */
  fromUs: number
  toUs: number
}

export interface SpoolPage {
  records: SpoolRecord[]
  losses: SpoolLoss[]
  /** What `advance` takes once all of it is safe elsewhere. */
  next: SpoolCursor
}

export interface SpoolCursor extends Position {
  /** Samples up to there. */
  before: number
  writtenUs: number
}

/** Takes the next record, or what is damaged in front of it, to the page; returns how many bytes these are. */
export function takeNext(content: Buffer, page: SpoolPage, endUs: number): number {
  const { segment, offset } = page.next
  const found = recordAt(content, page.next)
  if (!found) return passDamage(content, page, endUs)
  const { record, length } = found
  page.records.push(record)
  const before = record.before + record.samples
  page.next = { segment, offset: offset + length, before, writtenUs: record.writtenUs }
  return length
}

/** `endUs`: when the segment was left for another. */
function passDamage(content: Buffer, page: SpoolPage, endUs: number): number {
  const { segment, offset, before, writtenUs } = page.next
  const end = findRecord(content, page.next) ?? content.length
  const next = recordAt(content, { segment, offset: end })?.record
  page.losses.push({
    segment,
    offset,
    bytes: end - offset,
    samples: next && next.before >= before ? next.before - before : undefined,
    fromUs: writtenUs || segment * 1_000,
    toUs: next?.writtenUs ?? endUs,
  })
  page.next = { ...page.next, offset: end }
  return end - offset
}
