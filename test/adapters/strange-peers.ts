/** Machines that are none: one says nothing, one says nonsense and never ends. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { seededRandom } from '#test/fixtures/random.ts'

export interface StrangePeer {
  port: number
  /** Connections that were ever made, and those that are open. */
  connections: { made: number; open: number }
  close(): Promise<void>
}

export const silentPeer = (): Promise<StrangePeer> => strangePeer(() => undefined)

/** Sends noise as fast as it is taken; the same noise each time. */
export function babblingPeer(): Promise<StrangePeer> {
  const random = seededRandom(7)
  const noise = Buffer.from(Array.from({ length: 65_536 }, () => random.below(256)))
  return strangePeer((socket) => {
    const babble = () => {
      while (!socket.destroyed && socket.write(noise));
    }
    socket.on('drain', babble)
    babble()
  })
}

async function strangePeer(greet: (socket: Socket) => void): Promise<StrangePeer> {
  const sockets = new Set<Socket>()
  const connections = { made: 0, open: 0 }
  const server = createServer((socket) => {
    sockets.add(socket)
    connections.made++
    connections.open++
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      connections.open--
    })
    socket.resume()
    greet(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...{ port: (server.address() as AddressInfo).port, connections },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
