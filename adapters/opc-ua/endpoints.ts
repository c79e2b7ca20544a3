/** What a server offers, and which of it is taken. */
import { MessageSecurityMode, SecurityPolicy, UserTokenType } from 'node-opcua-client'
import type { EndpointDescription } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import { policies } from './config.ts'
import type { OpcUaConfig } from './config.ts'

const modes = {
  none: MessageSecurityMode.None,
  sign: MessageSecurityMode.Sign,
  'sign-and-encrypt': MessageSecurityMode.SignAndEncrypt,
} as const

const uriOf = (policy: (typeof policies)[number]) => SecurityPolicy[policy]

/** The strongest that was asked for. Throws AdapterError, final, with what the server has instead. */
export function chooseEndpoint(offered: EndpointDescription[], config: OpcUaConfig): EndpointDescription {
  const { security } = config
  const wanted =
    security.mode === 'none'
      ? [SecurityPolicy.None]
      : (security.policy === 'strongest' ? policies : [security.policy]).map(uriOf)
  for (const policy of wanted) {
    const endpoint = offered.find(
      ({ securityMode, securityPolicyUri }) =>
        securityMode === modes[security.mode] && securityPolicyUri === String(policy),
    )
    if (endpoint) return endpoint
  }
  throw new AdapterError(
    'opc-ua-no-endpoint',
    { wanted: security, offered: offered.map(shortName) },
    { isFinal: true },
  )
}

function shortName({ securityMode, securityPolicyUri }: EndpointDescription): string {
  return `${MessageSecurityMode[securityMode]} ${securityPolicyUri?.split('#')[1] ?? ''}`.slice(0, 100)
}

const tokenTypes = {
  anonymous: UserTokenType.Anonymous,
  user: UserTokenType.UserName,
  certificate: UserTokenType.Certificate,
} as const

/** Throws AdapterError, final: the server lets nobody in this way, or only with a password for all to read. */
export function checkIdentity(endpoint: EndpointDescription, config: OpcUaConfig): void {
  const { kind } = config.identity
  const ways = (endpoint.userIdentityTokens ?? []).filter(({ tokenType }) => tokenType === tokenTypes[kind])
  if (ways.length === 0) throw new AdapterError('opc-ua-identity-not-offered', { kind }, { isFinal: true })
  if (kind !== 'user' || config.allowPlainPassword) return
  if (endpoint.securityMode === MessageSecurityMode.SignAndEncrypt) return
  const isProtected = ways.some(({ securityPolicyUri }) =>
    isEncrypting(securityPolicyUri || endpoint.securityPolicyUri),
  )
  if (!isProtected) throw new AdapterError('opc-ua-password-unprotected', {}, { isFinal: true })
}

function isEncrypting(policy: string | null): boolean {
  return policy !== null && policies.some((name) => String(uriOf(name)) === policy)
}
