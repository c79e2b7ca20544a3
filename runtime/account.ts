import { readFileSync } from 'node:fs'

/** Under whose numbers a program runs. */
export interface Account {
  uid: number
  gid: number
}

/**
 * PostgreSQL refuses to run as the superuser, so that it then gets another account of the system; undefined for
 * everybody else, who run it themselves.
 */
export function accountForPostgres(isRoot = process.getuid?.() === 0): Account | undefined {
  if (!isRoot) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = ['postgres', 'nobody']
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find(Boolean)
  return found ? { uid: Number(found[2]), gid: Number(found[3]) } : { uid: 65534, gid: 65534 }
}
