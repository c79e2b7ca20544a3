import { existsSync, readFileSync } from 'node:fs'
import { ok, problem, warning } from './check.ts'
import type { Finding, Patient } from './check.ts'

const tables = ['/proc/net/tcp', '/proc/net/tcp6']
const listening = '0A'
const loopback = ['0100007F', '00000000000000000000000001000000']

/** Whether the product's ports are open, and to this machine only. */
export function checkPorts({ running }: Patient): Finding[] {
  if (!running || !existsSync(tables[0])) return []
  const addresses = listeners(
    tables.filter((table) => existsSync(table)).map((table) => readFileSync(table, 'utf8')),
  )
  const wanted = Object.entries(running.ports).filter(([name]) => isUsed(running, name))
  return wanted.map(([name, port]) => checkPort(name, port, addresses.get(port) ?? []))
}

function checkPort(name: string, port: number, addresses: string[]): Finding {
  const check = `port of ${name}`
  if (addresses.length === 0) return warning(check, `${port}: nobody listens`, 'npx ecoki logs')
  const isOpen = addresses.some((address) => !loopback.includes(address))
  if (!isOpen) return ok(check, `127.0.0.1:${port}`)
  return problem(check, `${port} can be reached from other machines`, 'npm stop, then npm start')
}

/** Port -> addresses somebody listens at, from the text of /proc/net/tcp and tcp6. */
export function listeners(texts: string[]): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const line of texts.flatMap((text) => text.split('\n').slice(1))) {
    const [, local, , state] = line.trim().split(/\s+/)
    if (state !== listening) continue
    const [address, port] = local.split(':')
    const number = parseInt(port, 16)
    found.set(number, [...(found.get(number) ?? []), address])
  }
  return found
}

function isUsed(running: NonNullable<Patient['running']>, name: string): boolean {
  if (name === 'temporalUi') return running.temporalUiUrl !== undefined
  return running.processes.some((process) => name.startsWith(process.name))
}
