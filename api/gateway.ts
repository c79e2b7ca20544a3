/** The gateway process: the only door to a running EcoKI. */
import { readGatewayConfig } from '#config/gateway.ts'
import { openApp } from './app.ts'
import { makeServer } from './server.ts'

const config = readGatewayConfig()
const app = openApp(config, { kind: 'system', id: 'gateway', name: 'gateway' })
const server = await makeServer({ app, webDir: config.webDir })
let ending: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, () => (ending ??= end()))
await server.listen({ host: config.host, port: config.port })
process.send?.({ type: 'ready' })

async function end(): Promise<void> {
  await server.close()
  await app.close()
  process.exit(0)
}
