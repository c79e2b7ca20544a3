import type { HostClient } from '#adapters/host-client.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'

/** Throws DomainError 'adapter-host-away' where there is none. */
export function hostOf({ adapterHost }: App): HostClient {
  if (!adapterHost) throw new DomainError('adapter-host-away')
  return adapterHost
}
