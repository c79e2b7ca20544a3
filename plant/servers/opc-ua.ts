/** The plant as an OPC UA server: folders site/line/area/machine, units, security policies, users, optional history. */
import { join } from 'node:path'
import { CreateMonitoredItemsRequest, MessageSecurityMode, SecurityPolicy } from 'node-opcua-client'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import { OPCUAServer } from 'node-opcua-server'
import { names } from '#plant/label.ts'
import type { Channel, Outgoing } from '#plant/samples.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import { loopback } from './free-port.ts'
import { OpcUaNodes } from './opc-ua-nodes.ts'

export interface OpcUaOptions {
  /** For its certificates. */
  folder: string
  /** Where clients reach it, and where it listens. */
  publicPort: number
  port: number
  tags: PlantTag[]
  /** Values it keeps of each tag for HistoryRead. 0: none. */
  history: number
}

/** Who may sign in besides anyone: the server guards nothing but a simulation. */
export const opcUaUser = { name: 'operator', password: 'simulated' } as const

export class OpcUaServer implements Channel {
  #options: OpcUaOptions
  #server: OPCUAServer | undefined
  #nodes: OpcUaNodes | undefined
  #extraNamespaces = 0

  constructor(options: OpcUaOptions) {
    this.#options = options
  }

  get endpoint(): string {
    return `opc.tcp://${loopback}:${this.#options.publicPort}`
  }

  /** Started anew it has forgotten all sessions. `renumber`: its namespace has another index than before. */
  async open(renumber = false): Promise<void> {
    if (renumber) this.#extraNamespaces++
    const server = await makeServer(this.#options)
    await server.initialize()
    const space = server.engine.addressSpace
    if (!space) throw new Error('the OPC UA server has no address space')
    for (let i = 0; i < this.#extraNamespaces; i++) space.registerNamespace(`${names.productUri}:other-${i}`)
    this.#nodes = new OpcUaNodes(space, this.#options)
    await server.start()
    this.#server = server
  }

  send(samples: Outgoing[]): Promise<void> {
    this.#nodes?.set(samples)
    return Promise.resolve()
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#nodes = undefined
    await server?.shutdown(0)
  }
}

async function makeServer(options: OpcUaOptions): Promise<OPCUAServer> {
  const certificates = await certificateManager(join(options.folder, 'pki'))
  const users = await certificateManager(join(options.folder, 'user-pki'))
  const server = new OPCUAServer({
    host: loopback,
    port: options.port,
    advertisedEndpoints: `opc.tcp://${loopback}:${options.publicPort}`,
    serverCertificateManager: certificates,
    userCertificateManager: users,
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [
      SecurityPolicy.None,
      SecurityPolicy.Basic256Sha256,
      SecurityPolicy.Aes128_Sha256_RsaOaep,
      SecurityPolicy.Aes256_Sha256_RsaPss,
    ],
    allowAnonymous: true,
    userManager: {
      isValidUser: (name: string, word: string) => name === opcUaUser.name && word === opcUaUser.password,
    },
    serverInfo: {
      applicationUri: names.productUri,
      productUri: names.productUri,
      applicationName: { text: names.product },
    },
    buildInfo: { productName: names.product, productUri: names.productUri, manufacturerName: 'EcoKI' },
    serverCapabilities: { maxSessions: 100, minSupportedSampleRate: 0 },
    maxConnectionsPerEndpoint: 100,
    disableDiscovery: false,
  })
  server.on('request', reportEveryChange)
  return server
}

/**
 * A sampling interval of the server's own would lose values between two looks, and nobody could tell by whose fault: each
 * change goes into the queues as it happens, whatever interval a client asks for.
 */
function reportEveryChange(request: unknown): void {
  if (!(request instanceof CreateMonitoredItemsRequest)) return
  for (const { requestedParameters } of request.itemsToCreate ?? []) requestedParameters.samplingInterval = 0
}

/** Takes any client's certificate. */
async function certificateManager(rootFolder: string): Promise<OPCUACertificateManager> {
  const manager = new OPCUACertificateManager({
    rootFolder,
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  })
  await manager.initialize()
  return manager
}
