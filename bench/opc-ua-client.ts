/** The adapter alone in a process, for `bench/opc-ua.ts`: counts, and says what it cost. */
import { randomUUID } from 'node:crypto'
import type { AdapterContext } from '#adapters/adapter.ts'
import { adapter } from '#adapters/opc-ua/index.ts'

const [folder, url, certificate] = process.argv.slice(2)
const [nodes, rounds, everyMs] = process.argv.slice(5).map(Number)

/** The value that comes next for each node: anything else is missed, or came twice. */
const next = new Float64Array(nodes)
let received = 0
let missed = 0
const memory = new Map<string, unknown>()

const context: AdapterContext = {
  signal: new AbortController().signal,
  deliver: async (batch) => {
    for (let row = 0; row < batch.length; row++) {
      if (batch.numbers[row] !== next[batch.keys[row]]) missed++
      next[batch.keys[row]] = batch.numbers[row] + 1
    }
    received += batch.length
    if (received >= nodes * (rounds + 1)) finish()
  },
  reportGap: async () => void missed++,
  reportTags: () => undefined,
  reportAlive: () => undefined,
  reportLost: (error) => {
    throw error
  },
  offer: () => undefined,
  memory: {
    get: async (name) => memory.get(name),
    set: async (name, value) => void memory.set(name, value),
  },
  trust: {
    isTrusted: async (der) => Buffer.from(der).toString('base64') === certificate,
    authorities: async () => [],
  },
  log: () => undefined,
  nowUs: () => Math.round((performance.timeOrigin + performance.now()) * 1_000),
  bridgeMs: 10_000,
  folder: `${folder}/${randomUUID()}`,
}

const session = await adapter.connect(adapter.config.parse({ url, checkHost: false }), context)
const problems = await session.subscribe(
  Array.from({ length: nodes }, (_, key) => ({
    ...{ key, type: 'number' as const, intervalMs: everyMs },
    address: { node: `nsu=urn:bench;s=n${key}` },
  })),
)
if (problems.length > 0) throw new Error(JSON.stringify(problems[0]))
while (received < nodes) await new Promise((resolve) => setTimeout(resolve, 50))
const begin = { cpu: process.cpuUsage(), ms: performance.now() }
process.send!({ ready: true })
process.on('message', finish)

/** Once all came, or the time is up. */
function finish(): void {
  const { user, system } = process.cpuUsage(begin.cpu)
  const wallMs = performance.now() - begin.ms
  process.removeListener('message', finish)
  process.send!({ received: received - nodes, missed, cpuMs: (user + system) / 1_000, wallMs })
  void session.close().then(() => process.exit())
}
