/** One connection, made once: endpoints, certificates, channel, session. The library's own reconnecting is off. */
import { createPrivateKey } from 'node:crypto'
import {
  CreateSessionResponse,
  DataTypeExtractStrategy,
  LogLevel,
  OPCUAClient,
  StatusCodes,
  UserTokenType,
  setLogLevel,
  crypto_utils,
} from 'node-opcua-client'
import type { EndpointDescription, OPCUAClientOptions, UserIdentityInfo } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import type { AdapterContext } from '#adapters/adapter.ts'
import { targetOf } from './config.ts'
import type { OpcUaConfig } from './config.ts'
import { checkIdentity, chooseEndpoint } from './endpoints.ts'
import { connectError } from './errors.ts'
import { answerTimeoutMs, limits } from './limits.ts'
import { provideOwnCertificate } from './own-certificate.ts'
import type { OwnCertificate } from './own-certificate.ts'
import type { RawSession, Served } from './served.ts'
import { checkServerCertificate } from './server-certificate.ts'

// What the library warns of on the console, comes here as an error or is handled.
setLogLevel(LogLevel.Error)

export type Link = Pick<Served, 'client' | 'session'>

/** Throws AdapterError. Leaves nothing open then. */
export async function connectOnce(config: OpcUaConfig, context: AdapterContext): Promise<Link> {
  const own = await provideOwnCertificate(context.folder, context.nowUs() / 1000)
  const opened: OPCUAClient[] = []
  const closeAll = () => Promise.all(opened.map((client) => client.disconnect()))
  const giveUp = () => void closeAll()
  context.signal.addEventListener('abort', giveUp)
  try {
    context.signal.throwIfAborted()
    const endpoint = await discover(config, own, opened)
    checkIdentity(endpoint, config)
    await checkServer(endpoint, config, context)
    return await openSession(endpoint, { config, own, opened, bridgeMs: context.bridgeMs })
  } catch (error) {
    await closeAll()
    throw connectError(error, { url: config.url, thumbprint: own.thumbprint })
  } finally {
    context.signal.removeEventListener('abort', giveUp)
  }
}

async function discover(config: OpcUaConfig, own: OwnCertificate, opened: OPCUAClient[]) {
  const client = OPCUAClient.create(clientOptions(own))
  opened.push(client)
  await client.connect(config.url)
  const endpoints = await client.getEndpoints()
  await client.disconnect()
  return chooseEndpoint(endpoints, config)
}

/** Also where nothing is encrypted: a password is encrypted for the one who presented this certificate. */
async function checkServer(endpoint: EndpointDescription, config: OpcUaConfig, context: AdapterContext) {
  if (config.security.mode === 'none' && (config.identity.kind === 'anonymous' || config.allowPlainPassword))
    return
  const { host } = targetOf(config.url)
  await checkServerCertificate(
    endpoint.serverCertificate ?? Buffer.alloc(0),
    {
      host: config.checkHost ? host : undefined,
      applicationUri: endpoint.server.applicationUri ?? '',
      nowMs: context.nowUs() / 1000,
    },
    context.trust,
  )
}

const minSessionMs = 60_000

interface Opening {
  config: OpcUaConfig
  own: OwnCertificate
  opened: OPCUAClient[]
  bridgeMs: number
}

async function openSession(
  endpoint: EndpointDescription,
  { config, own, opened, bridgeMs }: Opening,
): Promise<Link> {
  const isSecure = config.security.mode !== 'none'
  const needsCertificate = isSecure || config.identity.kind !== 'anonymous'
  const client = OPCUAClient.create({
    ...clientOptions(own),
    securityMode: endpoint.securityMode,
    securityPolicy: endpoint.securityPolicyUri ?? undefined,
    requestedSessionTimeout: Math.max(bridgeMs * 1.2, minSessionMs),
    ...(needsCertificate && { serverCertificate: endpoint.serverCertificate }),
  })
  opened.push(client)
  const other = isSecure ? watchForOther(client, endpoint.serverCertificate) : () => false
  await client.connect(config.url)
  const session = await client.createSession(userIdentity(config.identity))
  if (other()) throw new AdapterError('certificate-not-of-channel', {}, { isFinal: true })
  return { client, session: session as RawSession }
}

/** The session has to come from the one whose certificate was checked. */
function watchForOther(client: OPCUAClient, expected: Buffer): () => boolean {
  let isOther = false
  client.on('receive_response', (response) => {
    if (response instanceof CreateSessionResponse) isOther = !expected.equals(response.serverCertificate)
  })
  return () => isOther
}

function clientOptions(own: OwnCertificate): OPCUAClientOptions {
  return {
    applicationName: 'EcoKI',
    applicationUri: own.applicationUri,
    clientName: 'EcoKI',
    certificateFile: own.certificateFile,
    privateKeyFile: own.privateKeyFile,
    clientCertificateManager: ownChecks,
    // We connect to the address that was configured, whatever the server calls itself.
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    keepSessionAlive: false,
    // Types of structures are asked for one by one, not all that a server has.
    dataTypeExtractStrategy: DataTypeExtractStrategy.Lazy,
    defaultTransactionTimeout: answerTimeoutMs,
    transportSettings: { maxMessageSize: limits.messageBytes, maxChunkCount: limits.chunks },
  }
}

type Store = Exclude<NonNullable<OPCUAClientOptions['clientCertificateManager']>, { rootDir: string }>

/** The library asks here about servers' certificates. It never should: they are checked before it gets them. */
const ownChecks: Store = {
  referenceCounter: 0,
  initialize: () => Promise.resolve(),
  dispose: () => Promise.resolve(),
  checkCertificate: () => Promise.resolve(StatusCodes.BadCertificateUntrusted),
  verifyCertificate: () => Promise.resolve('BadCertificateUntrusted'),
  trustCertificate: () => Promise.resolve(),
  rejectCertificate: () => Promise.resolve(),
  getTrustStatus: () => Promise.resolve(StatusCodes.BadCertificateUntrusted),
  addIssuer: () => Promise.resolve(),
  addRevocationList: () => Promise.resolve(),
} as Store

function userIdentity(identity: OpcUaConfig['identity']): UserIdentityInfo {
  if (identity.kind === 'anonymous') return { type: UserTokenType.Anonymous }
  if (identity.kind === 'user')
    return { type: UserTokenType.UserName, userName: identity.user, password: identity.password }
  const pem = createPrivateKey(identity.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string
  const key = crypto_utils.makePrivateKeyFromPem(pem)
  return {
    type: UserTokenType.Certificate,
    certificateData: crypto_utils.convertPEMtoDER(identity.certificate),
    keyOperations: crypto_utils.keyOperationsFromPrivateKey(key),
  }
}
