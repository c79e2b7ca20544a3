/** Finds out how a file is written: a guess from its start, proven over all of it, frozen into the config. */
import { open } from 'node:fs/promises'
import type { BlockData } from '#blocks/block.ts'
import { gridFor } from '#blocks/file-reader/stated-grid.ts'
import { orderTimes } from '#blocks/time-zone/order.ts'
import { refusal } from '#blocks/file-reader/refusal.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import { useColumn } from '#pipeline/lazy-table.ts'
import { nearNames } from '#pipeline/near-names.ts'
import type { TableTime } from '#pipeline/ports.ts'
import { keptRows, refuseBadRows } from './bad-rows.ts'
import type { Detected, ReadCsvConfig } from './config.ts'
import { dateFormat } from './date-format.ts'
import type { Dialect } from './dialect.ts'
import { asUtf8, decodeHead, detectEncoding } from './encoding.ts'
import { guess } from './guess.ts'
import { missingCells } from './parse.ts'
import { prove } from './prove.ts'
import type { Proof } from './prove.ts'
import { settleDates } from './settle-dates.ts'
import { takeParsed } from './spilled-column.ts'
import type { ParsedColumn } from './spilled-column.ts'

const headBytes = 256 << 10

/**
 * The config with `detected` filled in. Throws DomainError 'bad-rows', 'time-steps-back' or 'missing-hour'
 * where the file breaks the rules of the config. Times wait on disk when they take more than `keepBytes`.
 */
export async function inspect(
  config: ReadCsvConfig,
  data: BlockData,
  signal: AbortSignal,
  keepBytes = 32 << 20,
): Promise<ReadCsvConfig> {
  if (!isFileRef(config.file)) throw new Error('the file is not pinned')
  const stored = await data.localPath(config.file)
  const head = await readHead(stored)
  const isWhole = head.length < headBytes
  const encoding = config.encoding ?? detectEncoding(head, isWhole)
  const path = await asUtf8(stored, encoding, { scratchPath: (name) => data.scratchPath(name), signal })
  const { dialect, candidates } = guess({ text: decodeHead(head, encoding), isWhole, encoding }, config)
  const spill = () => ({ path: data.scratchPath('times'), keepBytes })
  const options = { path, dialect, config, signal, spill }
  const proof = await settleDates(await prove(candidates, options), candidates, options)
  return { ...config, detected: await describe(proof, dialect, config) }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(headBytes)
    const { bytesRead } = await file.read(bytes, 0, headBytes, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function describe(proof: Proof, dialect: Dialect, config: ReadCsvConfig): Promise<Detected> {
  const timeName = timeColumnOf(proof, config)
  const columns = [...proof.columns].map(([name, { type, nullable }]) => ({
    name,
    type,
    nullable,
    availabilityUs: 0,
  }))
  const bad = [...proof.ragged, ...[...proof.columns.values()].flatMap((column) => column.bad)]
  const times = timeName === undefined ? undefined : proof.columns.get(timeName)!
  if (timeName !== undefined && times?.times) {
    bad.push(...missingCells({ name: timeName }, times.times, { ...proof, bad: times.bad }))
  }
  refuseBadRows(bad, config)
  const dateFormats = Object.fromEntries(
    [...proof.columns].flatMap(([name, { format }]) => (format ? [[name, format]] : [])),
  )
  const doubts = [...proof.columns].flatMap(([name, { rival }]) => (rival ? [[name, rival]] : []))
  const doubtfulDates = doubts.length > 0 ? { doubtfulDates: Object.fromEntries(doubts) } : {}
  const detected = { dialect: { ...dialect, dateFormats, ...doubtfulDates }, columns }
  if (timeName === undefined || !times?.times) return detected
  const kept = keptRows(proof.rows, bad)
  const clock = { name: timeName, data: times.times, format: times.format! }
  return { ...detected, time: await describeTime(clock, { lines: proof.lines, kept }, config) }
}

async function describeTime(
  column: { name: string; data: ParsedColumn; format: string },
  rows: { lines: Uint32Array; kept?: Int32Array },
  config: ReadCsvConfig,
): Promise<TableTime> {
  const { absolute } = dateFormat(column.format)!
  const placeOf = (row: number) => rows.lines[rows.kept ? rows.kept[row] : row]
  const grid = await useColumn(rows.kept ? takeParsed(column.data, rows.kept) : column.data, (data) => {
    const values = data.values as Float64Array
    const { utcUs } = orderTimes({ name: column.name, values, absolute, placeOf }, config)
    return gridFor(utcUs, column.name, config.grid)
  })
  return { column: column.name, zone: config.zone, grid }
}

/** The stated time column, else the first column of dates. */
function timeColumnOf({ columns }: Proof, config: ReadCsvConfig): string | undefined {
  if (config.timeColumn === null) return undefined
  const first = [...columns].find(([, column]) => column.type === 'time')?.[0]
  if (config.timeColumn === undefined) return first
  const stated = columns.get(config.timeColumn)
  if (stated?.type === 'time') return config.timeColumn
  const near = nearNames(config.timeColumn, [...columns.keys()])
  throw refusal('no-time-column', { column: config.timeColumn, type: stated?.type ?? null, near })
}
