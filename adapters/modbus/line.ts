/** The line to a device: one question at a time, and a new connection after everything that could confuse answers. */
import modbusSerial from 'modbus-serial'
import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectError } from '#adapters/connect-errors.ts'
import { limitsOf } from './config.ts'
import type { ModbusConfig } from './config.ts'
import { InvalidAnswer, rtuFraming, tcpFraming } from './frames.ts'
import type { Block } from './plan.ts'
import { StrictPort } from './port.ts'
import type { Table } from './address.ts'

type Client = InstanceType<typeof modbusSerial.default>

const connectMs = 5_000

/** The device says that it cannot: 1 function, 2 address, 3 count, 4 failure, 6 busy, 10 and 11 a gateway's. */
export class DeviceRefusal extends Error {
  readonly code: number
  constructor(code: number) {
    super(`exception ${code}`)
    this.name = 'DeviceRefusal'
    this.code = code
  }
}

/** No answer in time, or the connection broke while waiting. */
export class NoAnswer extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'NoAnswer'
  }
}

export interface Answer {
  bytes: Buffer
  /** Between question and answer. */
  timeUs: number
}

const functionsOf: Record<Table, 'writeFC1' | 'writeFC2' | 'writeFC3' | 'writeFC4'> = {
  coil: 'writeFC1',
  discrete: 'writeFC2',
  holding: 'writeFC3',
  input: 'writeFC4',
}

export class Line {
  readonly #config: ModbusConfig
  readonly #nowUs: () => number
  readonly #signal: AbortSignal
  #open: { socket: Socket; client: Client } | undefined
  #fail: (error: Error) => void = () => undefined
  /** Later connections are judged by the rules of the first one. */
  readonly #inside = AsyncLocalStorage.snapshot()
  #queue: Promise<unknown> = Promise.resolve()
  #lastEndMs = 0

  constructor(config: ModbusConfig, nowUs: () => number, signal: AbortSignal) {
    this.#config = config
    this.#nowUs = nowUs
    this.#signal = signal
  }

  /** Throws AdapterError where nobody answers there. */
  async connect(): Promise<void> {
    const { host, port, transport } = this.#config
    const socket = this.#inside(() => connect({ host, port, noDelay: true }))
    // Errors of a socket end in its closing, which is what is looked at.
    socket.on('error', () => undefined)
    try {
      await once(socket, 'connect', {
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(connectMs)]),
      })
    } catch (error) {
      socket.destroy()
      throw connectError(error, this.#config)
    }
    const framing = transport === 'tcp' ? tcpFraming : rtuFraming
    const strict = new StrictPort(socket, framing, (error) => this.#drop(error))
    const client = new modbusSerial.default(strict)
    client.open()
    socket.on('close', () => {
      if (this.#open?.socket === socket) this.#drop(new NoAnswer('the connection was closed'))
    })
    this.#open = { socket, client }
  }

  /**
   * Throws DeviceRefusal, NoAnswer, InvalidAnswer. After the latter two the connection is closed and the next question
   * opens another; AdapterError: that was not possible.
   */
  read(block: Block): Promise<Answer> {
    const answer = this.#queue.then(() => this.#ask(block))
    this.#queue = answer.catch(() => undefined)
    return answer
  }

  close(): void {
    this.#drop(new NoAnswer('the connection was given up'))
  }

  async #ask(block: Block): Promise<Answer> {
    const { timeoutMs, pauseMs } = limitsOf(this.#config, block.unit)
    const waitMs = this.#lastEndMs + pauseMs - Date.now()
    if (waitMs > 0) await sleep(Math.min(waitMs, pauseMs), undefined, { signal: this.#signal })
    if (!this.#open) await this.connect()
    const { client } = this.#open ?? {}
    if (!client) throw new NoAnswer('the connection was closed')
    const timer = setTimeout(() => this.#drop(new NoAnswer(`no answer in ${timeoutMs} ms`)), timeoutMs)
    const askedUs = this.#nowUs()
    try {
      const bytes = await this.#answerOf(client, block)
      return { bytes, timeUs: Math.round((askedUs + this.#nowUs()) / 2) }
    } finally {
      clearTimeout(timer)
      this.#lastEndMs = Date.now()
    }
  }

  #answerOf(client: Client, { unit, table, start, count }: Block): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      client[functionsOf[table]](unit, start, count, (error, result) => {
        const code = (error as { modbusCode?: number } | null)?.modbusCode
        if (code !== undefined) reject(new DeviceRefusal(code))
        else if (error) this.#drop(new InvalidAnswer(error.message))
        else resolve(result.buffer)
      })
    })
  }

  /** What comes late on a connection could be taken for the answer to the next question. */
  #drop(error: Error): void {
    this.#open?.socket.destroy()
    this.#open = undefined
    this.#fail(error)
  }
}
