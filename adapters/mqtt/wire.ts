/**
 * Between the socket and the library: messages of QoS 0 and 1 are read and acknowledged here, by the thousands;
 * everything else is the library's. Nothing larger than a limit is read.
 */
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { AdapterError } from '#adapters/adapter.ts'
import { PacketCutter, PacketTooLarge, acknowledgementsOf, readPublish } from './packets.ts'
import type { Publish } from './packets.ts'

export interface WireOptions {
  isVersion5: boolean
  maxPacketBytes: number
  /** Absent: the library gets the messages too. */
  onMessage?(message: Publish): void
}

export class Wire extends Duplex {
  readonly #socket: Socket
  readonly #options: WireOptions
  readonly #cutter: PacketCutter
  #isHeld = false
  #isFull = false

  /** The socket is connected, and nothing has been read from it. */
  constructor(socket: Socket, options: WireOptions) {
    super()
    this.#socket = socket
    this.#options = options
    this.#cutter = new PacketCutter(options.maxPacketBytes)
    socket.on('data', (piece: Buffer) => this.#take(piece))
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  /** Reads nothing more until `goOn`. */
  hold(): void {
    this.#isHeld = true
    this.#socket.pause()
  }

  goOn(): void {
    this.#isHeld = false
    if (!this.#isFull) this.#socket.resume()
  }

  acknowledge(ids: readonly number[]): void {
    if (ids.length > 0 && !this.destroyed) this.write(acknowledgementsOf(ids))
  }

  #take(piece: Buffer): void {
    if (this.destroyed) return
    try {
      this.#cutter.push(piece, (packet) => this.#hand(packet))
    } catch (error) {
      this.destroy(asLoss(error))
    }
  }

  #hand(packet: Buffer): void {
    const { onMessage, isVersion5 } = this.#options
    const message = onMessage && readPublish(packet, isVersion5)
    if (message) return onMessage(message)
    if (this.push(packet)) return
    this.#isFull = true
    this.#socket.pause()
  }

  override _read(): void {
    this.#isFull = false
    if (!this.#isHeld) this.#socket.resume()
  }

  override _write(piece: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(piece, done)
  }

  override _writev(pieces: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(pieces.map(({ chunk }) => chunk)), done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

function asLoss(error: unknown): AdapterError {
  if (error instanceof PacketTooLarge)
    return new AdapterError('mqtt-packet-too-large', { bytes: error.bytes }, { cause: error })
  return new AdapterError('connection-lost', { reason: String((error as Error).message) }, { cause: error })
}
