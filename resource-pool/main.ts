/** The resource pool's process. */
import { join } from 'node:path'
import { catalog } from '#blocks/specs.ts'
import { readResourcePoolConfig } from '#config/resource-pool.ts'
import { readContent } from './content.ts'
import { makePoolServer } from './server.ts'

const config = readResourcePoolConfig()
const server = makePoolServer(await readContent(catalog, join(import.meta.dirname, 'content')))
let ending: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, () => (ending ??= end()))
await server.listen({ host: config.host, port: config.port })
process.send?.({ type: 'ready' })

async function end(): Promise<void> {
  await server.close()
  process.exit(0)
}
