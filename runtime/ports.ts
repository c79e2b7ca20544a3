import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const host = '127.0.0.1'

/** Whether nothing listens on this port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * `count` different ports of 127.0.0.1 that were free a moment ago. They lie below those that the system gives to
 * outgoing connections: one of these could take the port of a server that is being restarted.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = randomInt(20_000, 32_000)
    if (!found.has(port) && (await isPortFree(port))) found.add(port)
  }
  return [...found]
}

/** The remembered port where it is still free, else another one. */
export async function keepOrFindPort(remembered: number | undefined): Promise<number> {
  if (remembered !== undefined && (await isPortFree(remembered))) return remembered
  return (await findFreePorts(1))[0]
}
