/** Certificates that machines have shown, and what people decided. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { nameInOneLine } from '#config/certificate.ts'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { lockConnection } from './save-connection.ts'

export const certificateSchema = z.strictObject({
  /** SHA-256, as people compare it. */
  fingerprint: z.string(),
  pem: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  state: z.enum(['seen', 'trusted', 'refused']),
  isAuthority: z.boolean(),
  seenAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
})
export type CertificateView = z.infer<typeof certificateSchema>

interface Row {
  pem: string
  fingerprint: string
  state: CertificateView['state']
  isAuthority: boolean
  seenAt: string
  decidedAt: string | null
  decidedBy: string | null
}

/** Those that nobody has decided about first. */
export async function listCertificates({ pool, projectId }: App, id: string): Promise<CertificateView[]> {
  const { rows } = await pool.query<Row>(
    `select d.pem, d.fingerprint, d.state, d.is_authority as "isAuthority", to_json(d.seen_at) #>> '{}' as "seenAt",
       to_json(d.decided_at) #>> '{}' as "decidedAt", d.decided_by as "decidedBy"
     from connection_certificate d join connection c on c.id = d.connection_id
     where c.project_id = $1 and c.id = $2 order by d.state <> 'seen', d.seen_at desc limit 200`,
    [projectId, id],
  )
  return rows.map((row) => ({ ...row, ...readCertificate(row.pem) }))
}

export interface Decision {
  id: string
  fingerprint: string
  decision: 'trusted' | 'refused'
  /** The certificate, where the machine has shown it in a test only. */
  pem?: string
  isAuthority: boolean
}

/** Throws DomainError 'connection-unknown', 'certificate-unknown', 'certificate-invalid'. */
export function decideCertificate(
  app: App,
  { id, fingerprint, decision, pem, isAuthority }: Decision,
): Promise<void> {
  return inTransaction(app.pool, 'begin', async (client) => {
    await lockConnection(app, client, id)
    if (pem !== undefined) {
      if (readCertificate(pem).fingerprint !== fingerprint) throw new DomainError('certificate-invalid')
      await client.query(
        `insert into connection_certificate (connection_id, fingerprint, pem) values ($1, $2, $3) on conflict do nothing`,
        [id, fingerprint, pem],
      )
    }
    const { rowCount } = await client.query(
      `update connection_certificate set state = $3, is_authority = $4, decided_at = now(), decided_by = $5
       where connection_id = $1 and fingerprint = $2`,
      [id, fingerprint, decision, isAuthority, app.actor.name],
    )
    if (rowCount === 0) throw new DomainError('certificate-unknown', { fingerprint })
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: decision === 'trusted' ? 'certificate.trust' : 'certificate.refuse',
      object: { kind: 'connection', id },
      after: fingerprint.replaceAll(':', '').toLowerCase(),
    })
  })
}

function readCertificate(pem: string) {
  try {
    const { fingerprint256, subject, issuer, validFrom, validTo } = new X509Certificate(pem)
    const [from, to] = [new Date(validFrom).toISOString(), new Date(validTo).toISOString()]
    return {
      fingerprint: fingerprint256,
      subject: nameInOneLine(subject ?? ''),
      issuer: nameInOneLine(issuer ?? ''),
      validFrom: from,
      validTo: to,
    }
  } catch {
    throw new DomainError('certificate-invalid')
  }
}
