/** Reads configs and addresses as their adapter does, for those who save them and do not have it. */
import type { z } from 'zod'
import { withPlaceholders } from '#datasets/secrets/config-secrets.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { CheckAnswer, checkRequest } from '#adapters/host-contract.ts'
import type { Registry } from './registry.ts'

/** Throws DomainError 'protocol-unknown'. */
export async function checkStored(
  registry: Registry,
  { protocol, config, addresses }: z.infer<typeof checkRequest>,
): Promise<CheckAnswer> {
  const adapter = await registry.find(protocol)
  if (!adapter) throw new DomainError('protocol-unknown', { protocol })
  return {
    ...(config !== undefined && { config: read(adapter.config, withPlaceholders(config)) }),
    addresses: addresses.map((address) => read(adapter.address, address)),
  }
}

function read(schema: z.ZodType, given: unknown): { value: unknown; problem?: string } {
  const parsed = schema.safeParse(given)
  if (parsed.success) return { value: parsed.data }
  const { path, message } = parsed.error.issues[0]
  return { value: null, problem: `${path.join('.')}: ${message}` }
}
