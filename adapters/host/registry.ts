/** Adapters by protocol: those of the product, and those that an administrator has named. */
import type { Adapter } from '#adapters/adapter.ts'
import { catalog, describeProtocol } from '#adapters/catalog.ts'
import type { Protocol } from '#adapters/host-contract.ts'
import { loaders } from '#adapters/loaders.ts'
import { loadForeign } from './foreign.ts'

export interface Registry {
  find(protocol: string): Promise<Adapter | undefined>
  describe(): Protocol[]
}

/** `places` are absolute folders, or names of packages. Throws, with its name, where one is no adapter. */
export async function openRegistry(places: string[]): Promise<Registry> {
  const foreign = new Map<string, Adapter>()
  for (const place of places) {
    const adapter = await loadForeign(place)
    if (catalog.some(({ protocol }) => protocol === adapter.protocol) || foreign.has(adapter.protocol))
      throw new Error(`${place}: the protocol ${adapter.protocol} is there already`)
    foreign.set(adapter.protocol, adapter)
  }
  return {
    find: async (protocol) =>
      foreign.get(protocol) ?? (Object.hasOwn(loaders, protocol) ? loaders[protocol]() : undefined),
    describe: () => [
      ...catalog.map((entry) => describeProtocol(entry)),
      ...[...foreign.values()].map((adapter) => describeProtocol({ ...adapter, isForeign: true })),
    ],
  }
}
