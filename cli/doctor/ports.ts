import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { ok, problem, warning } from './check.ts'
import type { Finding, Patient } from './check.ts'

type Running = NonNullable<Patient['running']>

/** A socket somebody listens at; the address is as /proc writes it, the inode says whose it is. */
export interface Listener {
  port: number
  address: string
  inode: string
}

const tables = ['/proc/net/tcp', '/proc/net/tcp6']
const listening = '0A'
const loopback = ['0100007F', '00000000000000000000000001000000']
const restart = 'npm stop, then npm start'

/** Whether the product's ports are open, and to this machine only. */
export function checkPorts({ running }: Patient): Finding[] {
  if (!running || !existsSync(tables[0])) return []
  const open = listeners(
    tables.filter((table) => existsSync(table)).map((table) => readFileSync(table, 'utf8')),
  )
  const wanted = Object.entries(running.ports).filter(([name]) => isUsed(running, name))
  return [...wanted.map(([name, port]) => checkPort(name, port, open)), ...checkFurther(running, open)]
}

function checkPort(name: string, port: number, open: Listener[]): Finding {
  const check = `port of ${name}`
  const found = open.filter((listener) => listener.port === port)
  if (found.length === 0) return warning(check, `${port}: nobody listens`, 'npx ecoki logs')
  if (found.every(isLocal)) return ok(check, `127.0.0.1:${port}`)
  return problem(check, `${port} can be reached from other machines`, restart)
}

/** Ports that a process has opened by itself, as Temporal does between its parts. */
function checkFurther({ processes, ports, door }: Running, open: Listener[]): Finding[] {
  const known = new Set(Object.values(ports))
  if (door) known.add(portOf(door.url))
  return processes.flatMap(({ name, pid }) => {
    const own = new Set(pid === undefined ? [] : socketsOf(pid))
    const further = open.filter(({ inode, port }) => own.has(inode) && !known.has(port))
    return further.length > 0 ? [furtherPorts(name, further)] : []
  })
}

/** The port that a start was told to open to others. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

/** One finding about the ports of a process that EcoKI has not given it. */
export function furtherPorts(name: string, further: Listener[]): Finding {
  const check = `further ports of ${name}`
  const list = (some: Listener[], host: string) =>
    some
      .map(({ port }) => `${host}${port}`)
      .sort()
      .join(', ')
  const reachable = further.filter((listener) => !isLocal(listener))
  if (reachable.length === 0) return ok(check, list(further, '127.0.0.1:'))
  return problem(check, `${list(reachable, '')} can be reached from other machines`, restart)
}

function isLocal({ address }: Listener): boolean {
  return loopback.includes(address)
}

/** The sockets somebody listens at, from the text of /proc/net/tcp and tcp6. */
export function listeners(texts: string[]): Listener[] {
  return texts
    .flatMap((text) => text.split('\n').slice(1))
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/)
      if (fields[3] !== listening) return []
      const [address, port] = fields[1].split(':')
      return [{ port: parseInt(port, 16), address, inode: fields[9] }]
    })
}

/** Inodes of a process's sockets; none where it is gone or another account's. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  const names = unlessHidden(() => readdirSync(folder)) ?? []
  return names.flatMap((name) => {
    const target = unlessHidden(() => readlinkSync(`${folder}/${name}`)) ?? ''
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []
  })
}

function unlessHidden<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined
    throw error
  }
}

function isUsed(running: Running, name: string): boolean {
  if (name === 'temporalUi') return running.temporalUiUrl !== undefined
  const plain = name.toLowerCase()
  return running.processes.some((process) => plain.startsWith(process.name.replaceAll('-', '')))
}
