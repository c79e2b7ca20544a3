/** The way to the broker: plain, or TLS with a certificate that is trusted here. Nothing is said before it is. */
import { once } from 'node:events'
import { connect as connectPlain, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { AdapterError } from '#adapters/adapter.ts'
import type { AdapterContext } from '#adapters/adapter.ts'
import { connectError } from '#adapters/connect-errors.ts'
import type { MqttConfig } from './config.ts'

const connectMs = 10_000

/** Throws AdapterError. */
export async function openSocket(config: MqttConfig, context: AdapterContext): Promise<Socket> {
  const socket = config.tls ? await openTls(config, config.tls, context) : openPlain(config)
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(connectMs)])
  try {
    await once(socket, config.tls ? 'secureConnect' : 'connect', { signal })
    if (config.tls) await checkCertificate(socket as TLSSocket, context)
    socket.setNoDelay(true)
    return socket
  } catch (error) {
    socket.destroy()
    throw connectError(error, config)
  }
}

function openPlain({ host, port }: MqttConfig): Socket {
  return connectPlain({ host, port })
}

async function openTls(
  { host, port }: MqttConfig,
  tls: NonNullable<MqttConfig['tls']>,
  context: AdapterContext,
): Promise<TLSSocket> {
  const authorities = [...(await context.trust.authorities()), ...(tls.authority ? [tls.authority] : [])]
  const servername = tls.name ?? (isIP(host) ? undefined : host)
  return connectTls({
    ...{ host, port, minVersion: 'TLSv1.2' },
    ...(servername && { servername }),
    ...(authorities.length > 0 && { ca: authorities }),
    ...(tls.certificate && { cert: tls.certificate, key: tls.key }),
    // Whether it is trusted is decided below, before a byte of MQTT is sent.
    rejectUnauthorized: false,
  })
}

/** A certificate of an authority that nobody here trusts may still be trusted itself, as long as it is in force. */
const unknownIssuer = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

async function checkCertificate(socket: TLSSocket, context: AdapterContext): Promise<void> {
  if (socket.authorized) return
  const reason = authorizationCode(socket)
  const { raw, valid_from: from, valid_to: to } = socket.getPeerCertificate()
  const nowMs = context.nowUs() / 1_000
  const isInForce = raw !== undefined && Date.parse(from) <= nowMs && nowMs <= Date.parse(to)
  if (isInForce && unknownIssuer.has(reason) && (await context.trust.isTrusted(raw))) return
  throw new AdapterError('certificate-refused', { reason: isInForce ? reason : 'CERT_NOT_IN_FORCE' })
}

function authorizationCode(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError
  return String((error as { code?: string } | null)?.code ?? error)
}
