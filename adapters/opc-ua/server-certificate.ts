/** Whether a server's certificate is good: first what is written in it, then whether a person trusts it. */
import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { crypto_utils as certificates } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import type { CertificateTrust } from '#adapters/adapter.ts'
import { nameInOneLine } from '#config/certificate.ts'
import { isIssuedByTrusted } from './authorities.ts'

export interface ExpectedServer {
  /** As configured; undefined: not looked at. */
  host?: string
  /** As the server says of itself. */
  applicationUri: string
  nowMs: number
}

/** Throws AdapterError, final, with what is wrong. `presented` is one certificate or a chain behind it (DER). */
export async function checkServerCertificate(
  presented: Buffer,
  expected: ExpectedServer,
  trust: CertificateTrust,
): Promise<void> {
  const chain = readChain(presented)
  const [certificate, ...issuers] = chain
  const wrong = findWrong(certificate, expected)
  if (wrong) throw refusal(wrong.code, certificate, wrong.params)
  // Asked last, and always: it is also what keeps an unknown certificate for review.
  if (await isIssuedByTrusted(certificate, issuers, { trust, nowMs: expected.nowMs })) return
  if (!(await trust.isTrusted(certificate.raw))) throw refusal('certificate-unknown', certificate)
}

function readChain(presented: Buffer): X509Certificate[] {
  try {
    return certificates.split_der(presented).map((der) => new X509Certificate(der))
  } catch (cause) {
    throw new AdapterError('certificate-unreadable', {}, { isFinal: true, cause })
  }
}

interface Wrong {
  code: string
  params?: Record<string, unknown>
}

function findWrong(certificate: X509Certificate, expected: ExpectedServer): Wrong | undefined {
  const { host, applicationUri, nowMs } = expected
  if (certificate.validToDate.getTime() <= nowMs)
    return { code: 'certificate-expired', params: { since: certificate.validToDate.toISOString() } }
  if (certificate.validFromDate.getTime() > nowMs)
    return { code: 'certificate-not-yet-valid', params: { from: certificate.validFromDate.toISOString() } }
  const uris = namesOf(certificate, 'URI')
  if (!uris.includes(applicationUri))
    return { code: 'certificate-wrong-application', params: { expected: applicationUri, named: uris } }
  if (host !== undefined && !isFor(certificate, host))
    return { code: 'certificate-wrong-host', params: { expected: host, named: certificate.subjectAltName } }
  return weakness(certificate) ?? wrongUsage(certificate)
}

function isFor(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
}

const minRsaBits = 2048

function weakness(certificate: X509Certificate): Wrong | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey
  const bits = details?.modulusLength ?? 0
  if (type !== 'rsa' || bits < minRsaBits) return { code: 'certificate-weak', params: { type, bits } }
  const signed = certificates.exploreCertificate(certificate.raw).signatureAlgorithm.identifier
  return /sha1|md5|md2/i.test(signed) ? { code: 'certificate-weak', params: { signed } } : undefined
}

function wrongUsage(certificate: X509Certificate): Wrong | undefined {
  const { extensions } = certificates.exploreCertificate(certificate.raw).tbsCertificate
  const usage = extensions?.keyUsage
  if (usage && !(usage.digitalSignature && (usage.keyEncipherment || usage.dataEncipherment)))
    return { code: 'certificate-wrong-usage' }
  const extended = extensions?.extKeyUsage
  if (extended && !extended.serverAuth) return { code: 'certificate-wrong-usage' }
  return undefined
}

function namesOf(certificate: X509Certificate, kind: string): string[] {
  const names = (certificate.subjectAltName ?? '').split(', ')
  return names.filter((name) => name.startsWith(`${kind}:`)).map((name) => name.slice(kind.length + 1))
}

function refusal(
  code: string,
  certificate: X509Certificate,
  params: Record<string, unknown> = {},
): AdapterError {
  const { subject, fingerprint256: fingerprint } = certificate
  return new AdapterError(
    code,
    { subject: nameInOneLine(subject), fingerprint, ...params },
    { isFinal: true },
  )
}
