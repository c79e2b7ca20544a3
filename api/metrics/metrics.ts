/** Figures of this gateway and of the installation, for Prometheus. None names a project, a person or an object. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { App } from '../app.ts'
import { permissions } from '../permissions.ts'
import { measureInstallation } from './installation.ts'

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** One for all listeners of a process. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #duration: Histogram
  readonly #streams: Gauge
  readonly #refused: Counter
  readonly #installation: (app: App) => Promise<void>

  constructor() {
    const registers = [this.#registry]
    this.#duration = new Histogram({
      name: 'ecoki_http_request_duration_seconds',
      help: 'Time to answer, by procedure or route; open streams are not among them.',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    })
    this.#streams = new Gauge({ name: 'ecoki_http_streams', help: 'Open live streams.', registers })
    this.#refused = new Counter({
      name: 'ecoki_http_rate_limited_total',
      help: 'Requests that were answered with 429.',
      registers,
    })
    this.#installation = measureInstallation(registers)
  }

  /** Adds memory, processor and event loop of this process, by the names that all Node processes have. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry })
  }

  /** From here on answers of a server are counted. */
  watchServer(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      if (!isStream(request)) return
      this.#streams.inc()
      reply.raw.once('close', () => this.#streams.dec())
    })
    server.addHook('onResponse', async (request, reply) => {
      if (reply.statusCode === 429) this.#refused.inc()
      if (isStream(request)) return
      const labels = { method: request.method, route: routeOf(request), status: String(reply.statusCode) }
      this.#duration.observe(labels, reply.elapsedTime / 1_000)
    })
  }

  /** All of them as text, and of which kind that is. */
  async render(app: App): Promise<{ type: string; text: string }> {
    await this.#installation(app)
    return { type: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}

function isStream({ url }: FastifyRequest): boolean {
  return url.startsWith('/trpc/live.')
}

/** Only names that the gateway itself has given: what somebody asks for could be anything, and of any number. */
function routeOf({ url, routeOptions }: FastifyRequest): string {
  const path = url.split('?', 1)[0]
  if (!path.startsWith('/trpc/')) return routeOptions.url ?? 'none'
  const names = path.slice('/trpc/'.length).split(/,|%2c/i)
  if (names.length > 1) return 'batch'
  return Object.hasOwn(permissions, names[0]) ? names[0] : 'none'
}
