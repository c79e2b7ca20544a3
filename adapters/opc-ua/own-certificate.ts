/** The certificate by which servers know this connection: made once, kept in the connection's folder. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { crypto_utils as certificates } from 'node-opcua-client'

const validDays = 3650
const bits = 2048

export interface OwnCertificate {
  certificateFile: string
  privateKeyFile: string
  applicationUri: string
  /** SHA-1 in hexadecimal, as servers list it for those who decide. */
  thumbprint: string
}

/** Makes a new one where there is none, or where it has run out. */
export async function provideOwnCertificate(folder: string, nowMs: number): Promise<OwnCertificate> {
  const files = {
    certificateFile: join(folder, 'own-certificate.pem'),
    privateKeyFile: join(folder, 'own-key.pem'),
  }
  const kept = existsSync(files.privateKeyFile) ? await readCertificate(files.certificateFile) : undefined
  const certificate = kept && kept.validToDate.getTime() > nowMs ? kept : await make(folder, files)
  const applicationUri = /URI:([^,\s]+)/.exec(certificate.subjectAltName ?? '')?.[1] ?? ''
  return { ...files, applicationUri, thumbprint: certificate.fingerprint.replaceAll(':', '') }
}

async function readCertificate(file: string): Promise<X509Certificate | undefined> {
  return existsSync(file) ? new X509Certificate(await readFile(file)) : undefined
}

type Files = Pick<OwnCertificate, 'certificateFile' | 'privateKeyFile'>

async function make(folder: string, files: Files): Promise<X509Certificate> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = await certificates.generateKeyPair(bits)
  const { privPem } = await certificates.privateKeyToPEM(privateKey)
  const { cert } = await certificates.createSelfSignedCertificate({
    privateKey,
    subject: 'CN=EcoKI',
    dns: [hostname()],
    applicationUri: `urn:${hostname()}:EcoKI:${randomUUID()}`,
    notBefore: new Date(Date.now() - 86_400_000),
    validity: validDays,
    purpose: certificates.CertificatePurpose.ForApplication,
  })
  // The certificate comes last: it is what says that both are there.
  await writeWhole(files.privateKeyFile, privPem)
  await writeWhole(files.certificateFile, cert)
  return new X509Certificate(cert)
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
