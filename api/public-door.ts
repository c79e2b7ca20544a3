/** The gateway's listener for others than this machine: by TLS, with a certificate that may be renewed meanwhile. */
import { Server as HttpsServer } from 'node:https'
import type { FastifyInstance } from 'fastify'
import { CertificateError, readCertificate } from '#config/certificate.ts'
import type { Certificate, CertificateFiles } from '#config/certificate.ts'
import type { PublicDoor } from '#config/listen.ts'
import { makeServer } from './server.ts'
import type { ServerOptions } from './server.ts'

export interface OpenDoor {
  server: FastifyInstance
  close(): Promise<void>
}

const lookEveryMs = 10_000

/** Listens. Throws `CertificateError`; a certificate that is wrong later does not replace the good one. */
export async function openDoor(
  options: Omit<ServerOptions, 'tls'>,
  { host, port, tls: files }: PublicDoor,
  everyMs = lookEveryMs,
): Promise<OpenDoor> {
  const certificate = files && readCertificate(files)
  const server = await makeServer({ ...options, tls: certificate && pairOf(certificate) })
  await server.listen({ host, port })
  const stop = files && certificate ? renewFrom(server, { files, certificate, everyMs }) : undefined
  return {
    server,
    close: async () => {
      stop?.()
      await server.close()
    },
  }
}

interface Renewal {
  files: CertificateFiles
  certificate: Certificate
  everyMs: number
}

/** Looks into the files from time to time: whatever renews them need not know of EcoKI. */
function renewFrom(server: FastifyInstance, { files, certificate, everyMs }: Renewal): () => void {
  let served = certificate
  let problem = ''
  const look = () => {
    const found = tryRead(files)
    if (typeof found === 'string') {
      if (found !== problem) server.log.error(`The certificate served stays the one before: ${found}`)
      problem = found
      return
    }
    problem = ''
    if (found.cert === served.cert && found.key === served.key) return
    if (server.server instanceof HttpsServer) server.server.setSecureContext(contextOf(found))
    served = found
    server.log.info(`A new certificate is served, valid to ${found.validTo.toISOString()}`)
  }
  const timer = setInterval(look, everyMs)
  return () => clearInterval(timer)
}

/** Certificate and key are two files: one may be new before the other, and then neither is taken yet. */
function tryRead(files: CertificateFiles): Certificate | string {
  try {
    return readCertificate(files)
  } catch (error) {
    if (error instanceof CertificateError) return error.message
    throw error
  }
}

function pairOf({ cert, key }: Certificate): { cert: string; key: string } {
  return { cert, key }
}

function contextOf(certificate: Certificate): { cert: string; key: string; minVersion: 'TLSv1.2' } {
  return { ...pairOf(certificate), minVersion: 'TLSv1.2' }
}
