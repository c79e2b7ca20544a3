/** Merges what is wanted into as few requests as a device allows. */
import type { TagRequest } from '#adapters/adapter.ts'
import { isBitTable, placeOf, widthOf } from './address.ts'
import type { ModbusAddress, Table } from './address.ts'

export type ModbusTag = TagRequest<ModbusAddress>

/** One request. */
export interface Block {
  unit: number
  table: Table
  start: number
  count: number
  tags: ModbusTag[]
}

export interface BlockLimits {
  registers: number
  bits: number
  /** So many that nobody wants are read along rather than asked twice. */
  gapRegisters: number
  gapBits: number
}

/** Tags of one unit; no value is cut in two. */
export function planBlocks(tags: readonly ModbusTag[], limits: BlockLimits): Block[] {
  const byTable = Map.groupBy(tags, ({ address }) => placeOf(address).table)
  return [...byTable].flatMap(([table, inTable]) => {
    const most = isBitTable(table) ? limits.bits : limits.registers
    const gap = isBitTable(table) ? limits.gapBits : limits.gapRegisters
    return merge(table, inTable, { most, gap })
  })
}

function merge(table: Table, tags: ModbusTag[], { most, gap }: { most: number; gap: number }): Block[] {
  const sorted = [...tags].sort((a, b) => placeOf(a.address).offset - placeOf(b.address).offset)
  const blocks: Block[] = []
  for (const tag of sorted) {
    const { offset } = placeOf(tag.address)
    const end = offset + widthOf(tag.address)
    const last = blocks.at(-1)
    const lastEnd = last ? last.start + last.count : 0
    if (last && offset - lastEnd <= gap && Math.max(end, lastEnd) - last.start <= most) {
      last.tags.push(tag)
      last.count = Math.max(end, lastEnd) - last.start
    } else blocks.push({ unit: tag.address.unit, table, start: offset, count: end - offset, tags: [tag] })
  }
  return blocks
}

/** Two halves of a block that the device refused, each only as wide as its tags; undefined: it has one tag. */
export function splitBlock(block: Block): [Block, Block] | undefined {
  if (block.tags.length < 2) return undefined
  const middle = block.tags.length >> 1
  return [tight(block, block.tags.slice(0, middle)), tight(block, block.tags.slice(middle))]
}

function tight({ unit, table }: Block, tags: ModbusTag[]): Block {
  const start = Math.min(...tags.map(({ address }) => placeOf(address).offset))
  const end = Math.max(...tags.map(({ address }) => placeOf(address).offset + widthOf(address)))
  return { unit, table, start, count: end - start, tags }
}
