/** Where colleagues reach the gateway: an address of this machine, and the certificate without which none is opened. */
import { isIP } from 'node:net'
import type { CertificateFiles } from './certificate.ts'

/** What a person asked for, by options or by the environment. */
export interface ListenWish {
  listen?: string
  tlsCert?: string
  tlsKey?: string
}

/** One door beside the one that commands of this machine use. */
export interface PublicDoor {
  host: string
  port: number
  /** Absent only where nobody but this machine can reach the host. */
  tls?: CertificateFiles
}

/** A wish that is not granted; the message says in a sentence why. */
export class ListenError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ListenError'
  }
}

/** Where `--listen` names no port. */
export const usualPublicPort = 8443

/** Understands a wish; undefined where there is none. Throws `ListenError` for what would be open without TLS. */
export function readDoor({ listen, tlsCert, tlsKey }: ListenWish): PublicDoor | undefined {
  if (listen === undefined) {
    if (tlsCert ?? tlsKey)
      refuse('A certificate is of use only with an address to listen at: give --listen, too.')
    return undefined
  }
  const { host, port } = addressOf(listen)
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    refuse(`Certificate and key belong together: give ${tlsCert ? '--tls-key' : '--tls-cert'}, too.`)
  if (tlsCert !== undefined && tlsKey !== undefined)
    return { host, port, tls: { cert: tlsCert, key: tlsKey } }
  if (!isLoopback(host))
    refuse(
      `Other machines can reach ${listen}, and without TLS anybody between could read passwords: give --tls-cert and --tls-key.`,
    )
  return { host, port }
}

/** Whether only this machine itself can reach a host of it. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

/** The address as it stands in a browser; `names` are those of the certificate. */
export function doorUrl({ host, port, tls }: PublicDoor, names: string[] = []): string {
  // Only a name that the certificate stands for opens without a warning.
  const named = names.includes(host) ? host : names.find((name) => !name.startsWith('*'))
  const isAny = host === '0.0.0.0' || host === '::'
  const shown = named ?? (isAny ? 'localhost' : host)
  const usual = tls ? 443 : 80
  return `${tls ? 'https' : 'http'}://${isIP(shown) === 6 ? `[${shown}]` : shown}${port === usual ? '' : `:${port}`}`
}

function addressOf(text: string): { host: string; port: number } {
  const bracketed = /^\[([0-9a-fA-F:.]+)\](?::(\d+))?$/.exec(text)
  const plain = /^([^:\s/[\]]+)(?::(\d+))?$/.exec(text)
  const found = bracketed ?? plain ?? (isIP(text) === 6 ? [text, text, undefined] : undefined)
  const port = Number(found?.[2] ?? usualPublicPort)
  if (!found?.[1] || port < 1 || port > 65_535)
    return refuse(
      `${text} is no address to listen at: it looks like 192.168.1.5, 192.168.1.5:8443 or [::]:8443.`,
    )
  return { host: found[1], port }
}

function refuse(sentence: string): never {
  throw new ListenError(sentence)
}
