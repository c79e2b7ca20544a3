/** Certificates that were signed by an authority which this connection trusts. */
import { X509Certificate } from 'node:crypto'
import { crypto_utils as certificates } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import type { CertificateTrust } from '#adapters/adapter.ts'
import { nameInOneLine } from '#config/certificate.ts'

const maxChain = 6

interface Asked {
  trust: CertificateTrust
  nowMs: number
}

/**
 * Whether the certificate comes from a trusted authority, over those that the server brought along. Throws AdapterError
 * where the authority has taken it back: the PEM of an authority may be followed by its list of such certificates.
 */
export async function isIssuedByTrusted(
  certificate: X509Certificate,
  brought: X509Certificate[],
  { trust, nowMs }: Asked,
): Promise<boolean> {
  const blocks = (await trust.authorities()).flatMap(pemBlocks)
  const trusted = blocks
    .filter(({ kind }) => kind === 'CERTIFICATE')
    .map(({ der }) => new X509Certificate(der))
  if (trusted.length === 0) return false
  const isNow = ({ validFromDate, validToDate }: X509Certificate) =>
    validFromDate.getTime() <= nowMs && nowMs < validToDate.getTime()
  const path = pathToTrusted(certificate, brought.filter(isNow), trusted.filter(isNow))
  if (!path) return false
  const lists = blocks.filter(({ kind }) => kind === 'X509 CRL').map(({ der }) => der)
  path.slice(0, -1).forEach((child, index) => refuseRevoked(child, path[index + 1], lists))
  return true
}

/** From the certificate to a trusted authority, each signed by the next; undefined where there is no such way. */
function pathToTrusted(
  certificate: X509Certificate,
  brought: X509Certificate[],
  trusted: X509Certificate[],
): X509Certificate[] | undefined {
  const path = [certificate]
  while (path.length < maxChain) {
    const last = path[path.length - 1]
    const root = trusted.find((authority) => hasSigned(authority, last))
    if (root) return [...path, root]
    const between = brought.find((authority) => !path.includes(authority) && hasSigned(authority, last))
    if (!between) return undefined
    path.push(between)
  }
  return undefined
}

function hasSigned(authority: X509Certificate, certificate: X509Certificate): boolean {
  return authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}

function refuseRevoked(certificate: X509Certificate, authority: X509Certificate, lists: Buffer[]): void {
  const own = lists.filter((list) =>
    certificates.verifyCertificateRevocationListSignature(list, authority.raw),
  )
  const numbers = own.flatMap((list) =>
    certificates.exploreCertificateRevocationList(list).tbsCertList.revokedCertificates.map(serialOf),
  )
  if (!numbers.includes(plainHex(certificate.serialNumber))) return
  const { subject, fingerprint256: fingerprint } = certificate
  throw new AdapterError(
    'certificate-revoked',
    { subject: nameInOneLine(subject), fingerprint },
    { isFinal: true },
  )
}

function serialOf({ userCertificate }: { userCertificate: string }): string {
  return plainHex(userCertificate)
}

function plainHex(text: string): string {
  return text
    .replaceAll(/[^0-9a-fA-F]/g, '')
    .toUpperCase()
    .replace(/^0+/, '')
}

function pemBlocks(text: string): { kind: string; der: Buffer }[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)
  return Array.from(blocks, ([, kind, body]) => ({ kind, der: Buffer.from(body, 'base64') }))
}
