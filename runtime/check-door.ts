/** Everything that can be wrong with where colleagues are let in is said before anything starts. */
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { readCertificate } from '#config/certificate.ts'
import { ListenError, doorUrl, readDoor } from '#config/listen.ts'
import type { ListenWish, PublicDoor } from '#config/listen.ts'

/** A door that can be opened, and the address to tell colleagues. */
export interface CheckedDoor {
  door: PublicDoor
  url: string
  /** Until when its certificate is valid. */
  validTo?: Date
}

/** A wish with files named from the root. */
export function absoluteWish({ listen, tlsCert, tlsKey }: ListenWish): ListenWish {
  return { listen, tlsCert: tlsCert && resolve(tlsCert), tlsKey: tlsKey && resolve(tlsKey) }
}

/** Throws `ListenError` or `CertificateError`. */
export async function checkDoor(wish: ListenWish): Promise<CheckedDoor | undefined> {
  const door = readDoor(wish)
  if (!door) return undefined
  const certificate = door.tls && readCertificate(door.tls)
  const reason = await whyNotListening(door)
  if (reason) throw new ListenError(`EcoKI cannot listen at ${wish.listen}: ${reason}.`)
  return { door, url: doorUrl(door, certificate?.names), validTo: certificate?.validTo }
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no machine of that name',
  EACCES: 'ports below 1024 need the right CAP_NET_BIND_SERVICE',
}

function whyNotListening({ host, port }: PublicDoor): Promise<string | undefined> {
  return new Promise((answer) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => answer(reasons[code ?? ''] ?? code))
    server.listen({ host, port, exclusive: true }, () => server.close(() => answer(undefined)))
  })
}
