/** The network before a server, with the faults of networks: all that comes and goes passes here. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { loopback } from './free-port.ts'

export class Front {
  readonly port: number
  #targetPort: number
  #server: Server | undefined
  #pairs = new Set<{ client: Socket; server: Socket }>()
  #isSilent = false
  #lateMs = 0

  constructor(port: number, targetPort: number) {
    this.port = port
    this.#targetPort = targetPort
  }

  async open(): Promise<void> {
    if (this.#server) return
    this.#server = createServer((client) => this.#join(client))
    this.#server.listen({ host: loopback, port: this.port })
    await once(this.#server, 'listening')
  }

  /** Ends all connections and takes no more until `open`. */
  cut(): void {
    this.#server?.close()
    this.#server = undefined
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy()
      server.destroy()
    }
  }

  /** Nothing passes either way; connections stay and are taken. */
  setSilent(isSilent: boolean): void {
    this.#isSilent = isSilent
    for (const pair of this.#pairs)
      for (const socket of [pair.client, pair.server]) {
        if (isSilent) socket.pause()
        else socket.resume()
      }
  }

  /** What the server says is held back for so long; 0: not at all. */
  setLate(ms: number): void {
    this.#lateMs = ms
  }

  #join(client: Socket): void {
    const server = connect({ host: loopback, port: this.#targetPort })
    const pair = { client, server }
    this.#pairs.add(pair)
    for (const socket of [client, server]) socket.setNoDelay(true)
    pass(client, server, () => 0)
    pass(server, client, () => this.#lateMs)
    for (const socket of [client, server])
      socket.on('close', () => {
        this.#pairs.delete(pair)
        client.destroy()
        server.destroy()
      })
    if (this.#isSilent) for (const socket of [client, server]) socket.pause()
  }
}

/** Hands on what comes, in order; stops reading while the other side is full. */
function pass(from: Socket, to: Socket, delayMs: () => number): void {
  const write = (chunk: Buffer) => {
    if (to.destroyed || to.write(chunk)) return
    from.pause()
    to.once('drain', () => from.resume())
  }
  let quietAt = 0
  from.on('data', (chunk: Buffer) => {
    const now = performance.now()
    if (delayMs() === 0 && quietAt < now) return write(chunk)
    // Never before what was said earlier.
    quietAt = Math.max(quietAt + 0.001, now + delayMs())
    setTimeout(write, Math.ceil(quietAt - now), chunk)
  })
  // A reset is how networks end; 'close' follows and tidies up.
  from.on('error', () => from.destroy())
  from.on('end', () => to.end())
}
