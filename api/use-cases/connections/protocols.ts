/** Which protocols there are: those of the product always, those from elsewhere while their host answers. */
import type { z } from 'zod'
import { catalog, describeProtocol } from '#adapters/catalog.ts'
import type { Protocol } from '#adapters/host-contract.ts'
import { withPlaceholders } from '#datasets/secrets/config-secrets.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { hostOf } from './host-of.ts'

const own = catalog.map((entry) => describeProtocol(entry))

export async function listProtocols(app: App): Promise<Protocol[]> {
  try {
    return (await app.adapterHost?.protocols()) ?? own
  } catch (error) {
    if (error instanceof DomainError && error.code === 'adapter-host-away') return own
    throw error
  }
}

/** Throws DomainError 'protocol-unknown'. */
export async function findProtocol(app: App, protocol: string): Promise<Protocol> {
  const found =
    own.find((one) => one.protocol === protocol) ??
    (await listProtocols(app)).find((one) => one.protocol === protocol)
  if (!found) throw new DomainError('protocol-unknown', { protocol })
  return found
}

/** Throws DomainError 'config-invalid' with the field. What is absent stays absent: defaults are the adapter's. */
export async function checkConfig(app: App, protocol: string, config: unknown): Promise<void> {
  const problem = await problemOf(app, protocol, config)
  if (problem) throw new DomainError('config-invalid', problem)
}

async function problemOf(app: App, protocol: string, config: unknown) {
  const entry = catalog.find((one) => one.protocol === protocol)
  if (entry) return firstProblem(entry.config, withPlaceholders(config))
  const { config: answer } = await hostOf(app).check({ protocol, config, addresses: [] })
  return answer?.problem === undefined ? undefined : { message: answer.problem }
}

/** Per address: as it is stored, or what is wrong with it. */
export async function readAddresses(
  app: App,
  protocol: string,
  addresses: unknown[],
): Promise<{ value: unknown; problem?: string }[]> {
  const entry = catalog.find((one) => one.protocol === protocol)
  if (!entry) return (await hostOf(app).check({ protocol, addresses })).addresses
  return addresses.map((address) => {
    const parsed = entry.address.safeParse(address)
    if (parsed.success) return { value: parsed.data }
    return { value: null, problem: parsed.error.issues[0].message }
  })
}

function firstProblem(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value)
  if (parsed.success) return undefined
  const { path, message } = parsed.error.issues[0]
  return { field: path.join('.'), message }
}
