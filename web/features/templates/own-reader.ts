/** The reader of one's own data, as the wizard puts it together. Pure. */
import type { FileRef } from '#pipeline/file-ref.ts'

export interface OwnReader {
  block: string
  version: number
  config: Record<string, unknown>
  port: string
}

/** How a file is written, where people know better than what was detected; undefined: as detected. */
export interface Corrections {
  separator?: string
  decimalMark?: '.' | ','
  dateFormat?: string
  timeColumn?: string
  zone: string
}

/** What the historian is asked for. */
export interface TagRequest {
  /** One tag a line; a unit in square brackets may follow. */
  lines: string
  grid: string
  zone: string
}

export function isParquet(file: Pick<FileRef, 'name'>): boolean {
  return /\.(parquet|pq)$/i.test(file.name)
}

/** The reader before the gateway has looked at the file. */
export function fileReader(file: FileRef, corrections: Corrections): OwnReader {
  const { timeColumn, zone } = corrections
  const parquet = { file, zone, ...(timeColumn !== undefined && { timeColumn }) }
  if (isParquet(file)) return { block: 'read-parquet', version: 1, config: parquet, port: 'table' }
  const given = Object.entries(corrections).filter(([, value]) => value !== undefined)
  return { block: 'read-csv', version: 1, config: { file, ...Object.fromEntries(given) }, port: 'table' }
}

/** Undefined while no tag is named. */
export function historianReader({ lines, grid, zone }: TagRequest): OwnReader | undefined {
  const tags = readTags(lines).map(({ tag }) => ({ tag }))
  if (tags.length === 0) return undefined
  const config = { tags, zone, ...(grid.trim() && { grid: grid.trim() }) }
  return { block: 'read-historian', version: 1, config, port: 'table' }
}

/** Tags with the unit that stands behind them: `hall.power [kW]`. Every tag once. */
export function readTags(lines: string): { tag: string; unit?: string }[] {
  const tags = new Map<string, { tag: string; unit?: string }>()
  for (const line of lines.split('\n')) {
    const [, name = '', unit] = /^(.*?)(?:\s*\[([^\]]*)\])?\s*$/.exec(line.trim()) ?? []
    const tag = name.trim()
    if (tag && !tags.has(tag)) tags.set(tag, { tag, ...(unit?.trim() && { unit: unit.trim() }) })
  }
  return [...tags.values()]
}

/** Units by column, for the tags that bring one. */
export function unitsOfTags(lines: string): Record<string, string> {
  const pairs = readTags(lines).flatMap(({ tag, unit }) => (unit === undefined ? [] : [[tag, unit] as const]))
  return Object.fromEntries(pairs)
}
