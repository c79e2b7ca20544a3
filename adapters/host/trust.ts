/** Certificates of machines: shown once, they wait for a person. */
import { X509Certificate } from 'node:crypto'
import type pg from 'pg'
import type { CertificateTrust } from '#adapters/adapter.ts'
import { nameInOneLine } from '#config/certificate.ts'

export interface SeenCertificate {
  fingerprint: string
  pem: string
  subject: string
  issuer: string
  validTo: string
}

/** As people compare it. */
export function describeCertificate(certificate: Uint8Array | string): SeenCertificate {
  const parsed = new X509Certificate(certificate)
  return {
    fingerprint: parsed.fingerprint256,
    pem: parsed.toString(),
    subject: nameInOneLine(parsed.subject),
    issuer: nameInOneLine(parsed.issuer),
    validTo: new Date(parsed.validTo).toISOString(),
  }
}

/** Of a connection that is saved. */
export function storedTrust(pool: pg.Pool, connectionId: string): CertificateTrust {
  return {
    async isTrusted(certificate) {
      const { fingerprint, pem } = describeCertificate(certificate)
      const { rows } = await pool.query<{ state: string }>(
        `with known as (select state from connection_certificate where connection_id = $1 and fingerprint = $2),
           added as (insert into connection_certificate (connection_id, fingerprint, pem) select $1, $2, $3
             where not exists (select from known) on conflict do nothing returning state)
         select state from known union all select state from added`,
        [connectionId, fingerprint, pem],
      )
      return rows[0]?.state === 'trusted'
    },
    authorities: () => authoritiesOf(pool, connectionId),
  }
}

/** Of a connection that is only tried: nothing is kept, what was shown is told. `trusted`: fingerprints that a person has compared just now. */
export function tryingTrust(
  pool: pg.Pool,
  connectionId: string | undefined,
  trusted: string[] = [],
): {
  trust: CertificateTrust
  seen: Map<string, SeenCertificate>
} {
  const seen = new Map<string, SeenCertificate>()
  const isTrusted = async (certificate: Uint8Array) => {
    const described = describeCertificate(certificate)
    if (trusted.includes(described.fingerprint)) return true
    const { rowCount } = await pool.query(
      `select from connection_certificate where connection_id = $1 and fingerprint = $2 and state = 'trusted'`,
      [connectionId ?? null, described.fingerprint],
    )
    if (rowCount === 0) seen.set(described.fingerprint, described)
    return rowCount === 1
  }
  return { seen, trust: { isTrusted, authorities: () => authoritiesOf(pool, connectionId ?? null) } }
}

async function authoritiesOf(pool: pg.Pool, connectionId: string | null): Promise<string[]> {
  const { rows } = await pool.query<{ pem: string }>(
    `select pem from connection_certificate where connection_id = $1 and is_authority and state = 'trusted'`,
    [connectionId],
  )
  return rows.map(({ pem }) => pem)
}
