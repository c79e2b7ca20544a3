/**
 * A Modbus TCP server that only reads (function codes 1 to 4 and 43/14). Each answer is written to the ledger before it
 * leaves: what a master polled, at which instant, with which value.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { names } from '#plant/label.ts'
import type { Channel, Outgoing, Reading } from '#plant/samples.ts'
import type { TagValue } from '#plant/tags/measure.ts'
import { loopback } from './free-port.ts'
import { answerBits, answerIdentity, answerWords, frame, readRequest, refusal } from './modbus-frames.ts'
import type { ModbusRequest } from './modbus-frames.ts'
import { registersOf, tables, wireValue } from './modbus-map.ts'
import type { RegisterEntry, RegisterTable } from './modbus-map.ts'

const exceptions = { function: 1, address: 2, value: 3, failure: 4, noUnit: 11 } as const
const tableOf: Record<number, RegisterTable> = { 1: 'coil', 2: 'discrete', 3: 'holding', 4: 'input' }
const mostAtOnce = { coil: 2000, discrete: 2000, holding: 125, input: 125 } as const

/** Writes down what an answer says and resolves once that is safe. */
export type KeepAnswer = (readings: Reading[]) => Promise<void>

/** How answers are spoilt, as long as it lasts. */
export interface ModbusFaults {
  isHalf: boolean
  isOtherUnit: boolean
}

export class ModbusServer implements Channel {
  readonly faults: ModbusFaults = { isHalf: false, isOtherUnit: false }
  /** Requests to write, all of which were refused. */
  writes = 0
  #keep: KeepAnswer
  #places = new Map<string, { entry: RegisterEntry; word: number }>()
  #units: Set<number>
  #values = new Map<number, { value: TagValue; quality: 0 | 2 }>()
  #sockets = new Set<Socket>()
  #server: Server

  constructor(entries: RegisterEntry[], keep: KeepAnswer) {
    this.#keep = keep
    this.#units = new Set(entries.map(({ unit }) => unit))
    for (const entry of entries)
      for (let word = 0; word < entry.length; word++)
        this.#places.set(placeOf(entry.unit, entry.table, entry.address + word), { entry, word })
    this.#server = createServer((socket) => this.#serve(socket))
  }

  /** Returns the port. */
  async open(): Promise<number> {
    this.#server.listen({ host: loopback, port: 0 })
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  /** The registers hold these values from now on. */
  send(samples: Outgoing[]): Promise<void> {
    for (const { tag, value, quality } of samples) this.#values.set(tag.id, { value, quality })
    return Promise.resolve()
  }

  async close(): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    let rest = Buffer.alloc(0)
    let answered = Promise.resolve()
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        const found = readRequest(rest)
        if (found === 'more') return
        if (found === 'broken') return void socket.destroy()
        rest = rest.subarray(found.bytes)
        answered = answered.then(() => this.#answer(found, socket))
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }

  async #answer(request: ModbusRequest, socket: Socket): Promise<void> {
    const body = await this.#bodyFor(request)
    const unit = this.faults.isOtherUnit ? (request.unit % 247) + 1 : request.unit
    const bytes = frame(request.transaction, unit, body)
    if (socket.destroyed) return
    socket.write(this.faults.isHalf ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes)
  }

  async #bodyFor({ code, address, count, unit, isIdentity }: ModbusRequest): Promise<Buffer> {
    if (!this.#units.has(unit)) return refusal(code, exceptions.noUnit)
    if (code === 43 && isIdentity) return answerIdentity(names.product)
    const table = tableOf[code]
    if (!table) {
      this.writes += [5, 6, 15, 16, 22, 23].includes(code) ? 1 : 0
      return refusal(code, exceptions.function)
    }
    if (count < 1 || count > mostAtOnce[table]) return refusal(code, exceptions.value)
    const found = Array.from({ length: count }, (_, i) => this.#places.get(placeOf(unit, table, address + i)))
    const places = found.filter((place) => place !== undefined)
    if (places.length < count) return refusal(code, exceptions.address)
    const entries = [...new Set(places.map(({ entry }) => entry))]
    if (entries.some(({ tag }) => !this.#isKnown(tag.id))) return refusal(code, exceptions.failure)
    const values = new Map(entries.map((entry) => [entry, this.#wire(entry)]))
    await this.#keep(wholeReadings(places, values))
    const value = (entry: RegisterEntry) => values.get(entry) ?? 0
    if (table === 'coil' || table === 'discrete')
      return answerBits(
        code,
        places.map(({ entry }) => value(entry) === true),
      )
    const words = places.map(({ entry, word }) =>
      registersOf(entry, value(entry)).subarray(2 * word, 2 * word + 2),
    )
    return answerWords(code, words)
  }

  /** A bad sensor of such a device has no value at all: its registers are refused. */
  #isKnown(tag: number): boolean {
    return this.#values.get(tag)?.quality === 0
  }

  #wire(entry: RegisterEntry): TagValue {
    return wireValue(entry, this.#values.get(entry.tag.id)?.value ?? 0)
  }
}

/** Of the entries that lie entirely in the answer. */
function wholeReadings(
  places: { entry: RegisterEntry; word: number }[],
  values: Map<RegisterEntry, TagValue>,
): Reading[] {
  const words = new Map<RegisterEntry, number>()
  for (const { entry } of places) words.set(entry, (words.get(entry) ?? 0) + 1)
  const timeMs = Date.now()
  return [...words].flatMap(([entry, count]) =>
    count === entry.length ? [{ tag: entry.tag, timeMs, value: values.get(entry) ?? 0, quality: 0 }] : [],
  )
}

function placeOf(unit: number, table: RegisterTable, address: number): string {
  return `${unit} ${tables.indexOf(table)} ${address}`
}
