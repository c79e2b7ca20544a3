import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** The only address at which a simulated plant listens. */
export const loopback = '127.0.0.1'

/** `wanted` where it is free, else another one below those that the system gives to outgoing connections. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted && (await isFree(wanted))) return wanted
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: loopback, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
