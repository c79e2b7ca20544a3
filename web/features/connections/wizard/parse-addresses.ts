/** A pasted column of addresses, or a table with a heading, becomes points. */
import { keyOf } from './machine.ts'
import type { Candidate, ValueType } from './machine.ts'

export interface Parsed {
  candidates: Candidate[]
  /** Lines that cannot be read, counted from 1. */
  unreadable: { line: number; text: string }[]
}

type Cells = Record<string, string>
type Point = { address: unknown; type?: ValueType; setup?: Candidate['setup'] }
type Reader = (cells: Cells) => Point | undefined

/** Names that columns have in lists of devices. */
const headings: Record<string, string> = {
  ...{ tag: 'name', name: 'name', node: 'address', nodeid: 'address', node_id: 'address', topic: 'address' },
  ...{
    address: 'address',
    register: 'address',
    at: 'address',
    path: 'path',
    unit: 'unit',
    unit_id: 'device',
  },
  ...{ device: 'device', table: 'table', type: 'type', as: 'type', order: 'order' },
  ...{ registers: 'registers', scale: 'scale', factor: 'scale' },
}
const withoutHeading: Record<string, string[]> = {
  modbus: ['address', 'type', 'order', 'device', 'name', 'unit'],
  mqtt: ['address', 'path', 'name', 'unit'],
}

export function parseAddresses(protocol: string, text: string): Parsed {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, text: line.trim() }))
  const given = lines.filter((line) => line.text !== '')
  const first = given[0]
    ? split(given[0].text).map((cell) => headings[cell.toLowerCase()] as string | undefined)
    : []
  const hasHeading = first.includes('address')
  const columns = hasHeading ? first : (withoutHeading[protocol] ?? ['address', 'name', 'unit'])
  const read = readers[protocol] ?? readAny
  const parsed: Parsed = { candidates: [], unreadable: [] }
  for (const line of hasHeading ? given.slice(1) : given) {
    const cells = cellsOf(line.text, columns)
    const point = read(cells)
    if (point) parsed.candidates.push(candidateFrom(cells, point))
    else parsed.unreadable.push(line)
  }
  return { ...parsed, candidates: [...new Map(parsed.candidates.map((one) => [one.key, one])).values()] }
}

function candidateFrom(cells: Cells, { address, type = 'number', setup }: Point): Candidate {
  const name = cells.name || nameOf(cells)
  return { key: keyOf(address), address, name: name.slice(0, 200), type, unit: cells.unit ?? '', setup }
}

function nameOf({ address, path }: Cells): string {
  const node = /(?:^|;)s=(.+)$/.exec(address)?.[1]
  return node ?? (path && path !== '$' ? `${address}/${path.replace(/^\$\.?/, '')}` : address)
}

function cellsOf(line: string, columns: (string | undefined)[]): Cells {
  const cells = split(line)
  return Object.fromEntries(
    columns.flatMap((name, index) => (name && cells[index] ? [[name, cells[index]]] : [])),
  )
}

/** Tabs as spreadsheets paste them, else commas. The semicolon is a part of node ids. */
function split(line: string): string[] {
  return line.split(line.includes('\t') ? '\t' : /,\s*/).map((cell) => cell.trim())
}

const readers: Record<string, Reader> = {
  'opc-ua': ({ address = '' }) =>
    /(?:^|;)(?:i=\d+|[sgb]=.+)$/.test(address) ? { address: { node: address } } : undefined,
  mqtt: ({ address, path }) => {
    if (!address) return undefined
    if (path?.startsWith('$')) return { address: { format: 'json', topic: address, path } }
    return { address: { format: 'plain', topic: address } }
  },
  modbus: readModbus,
}

const readAny: Reader = ({ address }) => (address ? { address } : undefined)

const bits = ['bit', 'bool', 'boolean', 'coil']
const integers = ['int64', 'uint64']

function readModbus({
  address = '',
  table,
  type = '',
  order,
  device,
  registers,
  scale,
}: Cells): Point | undefined {
  const at = table && /^\d+(\.\d+)?$/.test(address) ? `${table}:${address}` : address
  if (!/^(\d{5,6}|[a-z]+:(\d+|0x[0-9a-f]+))(\.\d{1,2})?$/i.test(at)) return undefined
  const isBit = bits.includes(type) || /^(0\d{4,5}|1\d{4,5}|coil:|co:|discrete:|di:)|\.\d/i.test(at)
  const unit = device && /^\d+$/.test(device) ? { unit: Number(device) } : {}
  if (isBit) return { address: { at, ...unit }, type: 'boolean' }
  if (type === 'string' && !registers) return undefined
  if (type === 'string')
    return { address: { at, as: type, registers: Number(registers), ...unit }, type: 'text' }
  const factor = Number(scale ?? 1)
  return {
    address: { at, ...(type && { as: type }), ...(order && { order }), ...unit },
    type: integers.includes(type) && factor === 1 ? 'integer' : 'number',
    ...(factor !== 1 && { setup: { scale: factor } }),
  }
}
