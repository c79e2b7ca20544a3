/** Which addresses a connection may reach. Names are judged by where they lead: on the address that is connected. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import { AdapterError } from '#adapters/adapter.ts'

export interface AddressRules {
  /** Networks (CIDR) that are allowed whatever the rules below say. */
  allow: string[]
  refuse: string[]
  /** Of the product on this machine. */
  ownPorts: number[]
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** No machine of a plant is there; the link-local ones also tell a cloud machine's secrets. */
const refusedRanges = new Set([
  'unspecified', 'broadcast', 'multicast', 'linkLocal', 'reserved', 'discard', 'orchid2', 'benchmarking',
]) // prettier-ignore
const metadata = ['fd00:ec2::254/128', '100.100.100.200/32']

export class AddressGuard {
  readonly #rules: AddressRules
  readonly #inside = new AsyncLocalStorage<boolean>()

  constructor(rules: AddressRules) {
    this.#rules = rules
    channel('net.client.socket').subscribe(this.#watch)
  }

  /** Why an address may not be reached; undefined: it may. */
  refusal(ip: string, port: number): string | undefined {
    if (!ipaddr.isValid(ip)) return 'no-address'
    const address = ipaddr.process(ip)
    if (this.#rules.ownPorts.includes(port) && isThisMachine(address)) return 'own-port'
    if (isIn(address, this.#rules.allow)) return undefined
    if (isIn(address, [...this.#rules.refuse, ...metadata])) return 'refused-network'
    return refusedRanges.has(address.range()) ? address.range() : undefined
  }

  /** Throws AdapterError for a target that is refused as it stands; names are judged when they are connected. */
  check(targets: { host: string; port: number }[]): void {
    for (const { host, port } of targets) {
      const bare = host.replace(/^\[|\]$/g, '')
      const reason = ipaddr.isValid(bare) ? this.refusal(bare, port) : undefined
      if (reason) throw refused(host, port, reason)
    }
  }

  /** Every connection that is opened in here, also later, is judged before a byte is sent. */
  run<T>(work: () => T): T {
    return this.#inside.run(true, work)
  }

  /** What the host does for whoever runs in here: its own database is no machine. */
  outside<T>(work: () => T): T {
    return this.#inside.run(false, work)
  }

  close(): void {
    channel('net.client.socket').unsubscribe(this.#watch)
  }

  #watch = (message: unknown): void => {
    if (!this.#inside.getStore()) return
    const { socket } = message as { socket: Socket }
    socket.prependOnceListener('connect', () => {
      const [ip, port] = [socket.remoteAddress ?? '', socket.remotePort ?? 0]
      const reason = this.refusal(ip, port)
      if (reason) socket.destroy(refused(ip, port, reason))
    })
  }
}

function refused(host: string, port: number, reason: string): AdapterError {
  return new AdapterError('address-refused', { host, port, reason }, { isFinal: true })
}

function isIn(address: Address, networks: string[]): boolean {
  return networks.some((network) => {
    const [range, bits] = ipaddr.parseCIDR(network.includes('/') ? network : `${network}/${widthOf(network)}`)
    return range.kind() === address.kind() && address.match([range, bits] as [ipaddr.IPv4, number])
  })
}

const widthOf = (ip: string) => (ip.includes(':') ? 128 : 32)

function isThisMachine(address: Address): boolean {
  if (address.range() === 'loopback') return true
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return own.some((each) => ipaddr.process(each.address.split('%')[0]).toString() === address.toString())
}
