/** The gateway process: the only door to a running EcoKI. */
import { HostClient } from '#adapters/host-client.ts'
import { readGatewayConfig } from '#config/gateway.ts'
import { keepSecretFile } from '#config/secret-file.ts'
import { PoolClient } from '#resource-pool/client.ts'
import { openApp } from './app.ts'
import { keepHeads } from './audit/heads-keeper.ts'
import { provideLocalToken } from './auth/local-token.ts'
import { keepSecret } from './auth/secret-file.ts'
import { newSecret } from './auth/secrets.ts'
import { makeLog } from './http/log.ts'
import { Metrics } from './metrics/metrics.ts'
import { openDoor } from './public-door.ts'
import { makeServer } from './server.ts'
import { offerSetup } from './use-cases/accounts/links.ts'

const config = readGatewayConfig()
const log = makeLog()
const app = {
  ...openApp(config, { kind: 'system', id: 'gateway', name: 'gateway' }),
  resources: new PoolClient(config.resourcePool),
  adapterHost: config.adapterHost && openAdapterHost(config.adapterHost),
  temporalUiUrl: config.temporalUiUrl,
  sessionKey: keepSecret(config.sessionKeyFile, newSecret),
}
// Without keys nothing would work: better to say so now.
app.keyRing()
await provideLocalToken(app, config.localTokenFile)
const needsSetup = config.setupSecret !== undefined && (await offerSetup(app, config.setupSecret))
const metrics = new Metrics()
metrics.watchProcess()
const served = { app, webDir: config.webDir, log, metrics }
const server = await makeServer(served)
const heads = keepHeads({
  pool: app.pool,
  path: config.auditHeadsFile,
  onError: (error) => log.error({ err: error }, 'head of the audit not written'),
})
let ending: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, () => (ending ??= end()))
await server.listen({ host: config.host, port: config.port })
const door = config.door && (await openDoor(served, config.door))
process.send?.({ type: 'ready', needsSetup })

function openAdapterHost({ url, tokenFile }: { url: string; tokenFile: string }): HostClient {
  return new HostClient({ url, token: () => keepSecretFile(tokenFile) })
}

async function end(): Promise<void> {
  await Promise.all([server.close(), door?.close()])
  await heads.close()
  await app.close()
  process.exit(0)
}
