/** The connections of open streams: cut when their client does not read, or the server ends. Clients come again. */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const lookEveryMs = 15_000

/** What has been written of a stream when it was last looked at. */
type Written = Map<Socket, number>

export function watchStreams(server: FastifyInstance, everyMs = lookEveryMs): void {
  const streams: Written = new Map()
  server.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw
    if (request.url.startsWith('/trpc/live.')) {
      streams.set(socket, -1)
      reply.raw.once('close', () => streams.delete(socket))
    }
    done()
  })
  const timer = setInterval(() => cutStalled(streams), everyMs)
  timer.unref()
  server.addHook('preClose', (done) => {
    clearInterval(timer)
    for (const socket of streams.keys()) socket.destroy()
    done()
  })
}

/** A client that has not taken a single byte of what waits for it since the last time. */
function cutStalled(streams: Written): void {
  for (const [socket, before] of streams) {
    const taken = socket.bytesWritten - socket.writableLength
    if (socket.writableLength > 0 && taken === before) socket.destroy()
    else streams.set(socket, taken)
  }
}
