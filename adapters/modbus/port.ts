/** What modbus-serial writes to and reads from: our own, because its ports let late and foreign answers pass. */
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { InvalidAnswer, questionOf } from './frames.ts'
import type { Framing, Question } from './frames.ts'

/** The library finds out what an answer belongs to by the two numbers. */
export class StrictPort extends EventEmitter {
  _transactionIdRead = 1
  _transactionIdWrite = 1
  readonly #socket: Socket
  readonly #framing: Framing
  #question: Question | undefined
  #received: Buffer = Buffer.alloc(0)

  /** `socket` is connected. `onInvalid` is called at most once, and nothing is passed on afterwards. */
  constructor(socket: Socket, framing: Framing, onInvalid: (error: InvalidAnswer) => void) {
    super()
    this.#socket = socket
    this.#framing = framing
    socket.on('data', (bytes: Buffer) => {
      try {
        this.#take(bytes)
      } catch (error) {
        socket.destroy()
        if (!(error instanceof InvalidAnswer)) throw error
        onInvalid(error)
      }
    })
    socket.on('close', () => this.emit('close'))
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  open(callback: (error?: Error) => void): void {
    callback()
  }

  close(callback?: () => void): void {
    this.#socket.destroy()
    callback?.()
  }

  /** Throws for anything that is no reading: nothing else leaves. */
  write(frame: Buffer): void {
    this.#question = questionOf(frame, this._transactionIdWrite)
    this.#received = Buffer.alloc(0)
    this.#socket.write(this.#framing.wrap(frame, this.#question))
    this._transactionIdWrite = (this._transactionIdWrite % 250) + 1
  }

  #take(bytes: Buffer): void {
    if (this.#socket.destroyed) return
    const question = this.#question
    if (!question) throw new InvalidAnswer('an answer to no question')
    if (this.#received.length + bytes.length > 300) throw new InvalidAnswer('more than an answer')
    this.#received = Buffer.concat([this.#received, bytes])
    const answer = this.#framing.unwrap(this.#received, question)
    if (!answer) return
    this.#question = undefined
    this._transactionIdRead = question.transaction
    this.emit('data', answer)
  }
}
