/** What went wrong, as the host and people are told. */
import { AdapterError } from '#adapters/adapter.ts'
import type { TagProblem } from '#adapters/adapter.ts'
import { targetOf } from './config.ts'

/** The name of the OPC UA status in an error of the library; undefined: it never came to an answer. */
export function statusOfError(error: unknown): string | undefined {
  type Answered = { response?: { responseHeader?: { serviceResult?: { name?: string } } }; message?: string }
  const { response, message = '' } = (error ?? {}) as Answered
  const name = response?.responseHeader?.serviceResult?.name
  return name && name !== 'Good' ? name : /\bBad[A-Z][A-Za-z]+/.exec(message)?.[0]
}

/** The server does not take the certificate of this connection (yet): a person has to allow it there. */
const ownRefused = new Set([
  'BadSecurityChecksFailed',
  'BadCertificateUntrusted',
  'BadCertificateInvalid',
  'BadCertificateUseNotAllowed',
  'BadCertificateUriInvalid',
  'BadCertificateTimeInvalid',
  'BadCertificateChainIncomplete',
])
const identityRefused = new Set([
  'BadIdentityTokenInvalid',
  'BadIdentityTokenRejected',
  'BadUserAccessDenied',
  'BadUserSignatureInvalid',
  'BadNoValidCertificates',
])

/** Of an error while connecting. `thumbprint` names the own certificate for the server's list. */
export function connectError(error: unknown, params: { url: string; thumbprint?: string }): AdapterError {
  if (error instanceof AdapterError) return error
  const status = statusOfError(error)
  const cause = { cause: error }
  if (status && identityRefused.has(status))
    return new AdapterError('opc-ua-identity-refused', { status }, { isFinal: true, ...cause })
  if (status && ownRefused.has(status))
    return new AdapterError('opc-ua-own-certificate-refused', { ...params, status }, cause)
  const at = targetOf(params.url)
  if (status) return new AdapterError('opc-ua-refused', { ...at, status }, cause)
  return new AdapterError('unreachable', { ...at, reason: shortReason(error) }, cause)
}

/** Of an error on a connection that stood. */
export function lostError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error
  const reason = statusOfError(error) ?? shortReason(error)
  return new AdapterError('opc-ua-connection-broken', { reason }, { cause: error })
}

function shortReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const known = /ECONNREFUSED|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EAI_AGAIN/.exec(text)
  return known?.[0] ?? text.slice(0, 200)
}

const codes: Record<string, string> = {
  BadNodeIdUnknown: 'opc-ua-node-unknown',
  BadNodeIdInvalid: 'opc-ua-node-unknown',
  BadAttributeIdInvalid: 'opc-ua-no-variable',
  BadNotReadable: 'opc-ua-not-readable',
  BadUserAccessDenied: 'opc-ua-not-readable',
}

/** Of a node that the server does not give. */
export function tagProblem(key: number, status: string, node: string): TagProblem {
  return { key, problem: { code: codes[status] ?? 'opc-ua-tag-refused', params: { status, node } } }
}
