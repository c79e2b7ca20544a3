/** The certificate and key that colleagues' browsers see: read whole, and checked before anything relies on them. */
import { X509Certificate, createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Where a certificate (with those of its issuers behind it) and its key lie, in PEM. */
export interface CertificateFiles {
  cert: string
  key: string
}

/** What can be served as it is. */
export interface Certificate {
  cert: string
  key: string
  /** The names and addresses it stands for, as a browser compares them. */
  names: string[]
  validTo: Date
}

/** A certificate or key that cannot be used; the message says in a sentence what is wrong with which file. */
export class CertificateError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CertificateError'
  }
}

/** Reads both files. Throws `CertificateError` where they cannot be served at `now`. */
export function readCertificate(files: CertificateFiles, now = new Date()): Certificate {
  const [cert, key] = [readText(files.cert, 'certificate'), readText(files.key, 'key')]
  const [leaf] = chainOf(cert, files.cert)
  const privateKey = keyOf(key, files.key)
  if (leaf.ca) refuse(`${files.cert} begins with the certificate of an authority; a server's comes first.`)
  if (!leaf.checkPrivateKey(privateKey))
    refuse(`The key ${files.key} does not belong to the certificate ${files.cert}.`)
  refuseOtherTime(leaf, files.cert, now)
  const names = namesOf(leaf)
  if (names.length === 0)
    refuse(`The certificate ${files.cert} names no host (subjectAltName), so every browser refuses it.`)
  return { cert, key, names, validTo: leaf.validToDate }
}

function refuse(message: string): never {
  throw new CertificateError(message)
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reasons: Record<string, string> = {
      ENOENT: 'does not exist',
      EACCES: 'may not be read',
      EISDIR: 'is a folder',
    }
    return refuse(`The ${what} ${file} ${reasons[code ?? ''] ?? `cannot be read (${code})`}.`)
  }
}

function chainOf(text: string, file: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) refuse(`${file} holds no certificate in PEM (-----BEGIN CERTIFICATE-----).`)
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch (error) {
    return refuse(`${file} holds a damaged certificate (${(error as Error).message}).`)
  }
}

function keyOf(text: string, file: string): KeyObject {
  if (/-----BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(text))
    refuse(
      `The key ${file} is encrypted; EcoKI starts without anybody to type its passphrase: give it without.`,
    )
  try {
    return createPrivateKey(text)
  } catch {
    return refuse(`${file} holds no private key in PEM (-----BEGIN PRIVATE KEY-----).`)
  }
}

function refuseOtherTime(leaf: X509Certificate, file: string, now: Date): void {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  if (leaf.validToDate < now) refuse(`The certificate ${file} expired on ${day(leaf.validToDate)}.`)
  if (leaf.validFromDate > now)
    refuse(
      `The certificate ${file} is valid from ${day(leaf.validFromDate)} on only: is this machine's clock right?`,
    )
}

function namesOf(leaf: X509Certificate): string[] {
  const listed = leaf.subjectAltName?.split(', ') ?? []
  return listed.flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? [])
}

/** A subject's or issuer's name: Node writes each of its parts into a line of its own. */
export function nameInOneLine(name: string): string {
  return name.replaceAll('\n', ', ')
}
