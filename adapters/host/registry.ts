/** Adapters by protocol: those of the product, and those that an administrator has named. */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Adapter } from '#adapters/adapter.ts'
import { catalog, describeProtocol } from '#adapters/catalog.ts'
import type { Protocol } from '#adapters/host-contract.ts'
import { loaders } from '#adapters/loaders.ts'

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

async function loadForeign(place: string): Promise<Adapter> {
  const loaded = (await import(isAbsolute(place) ? pathToFileURL(entryOf(place)).href : place)) as {
    adapter?: unknown
  }
  const adapter = loaded.adapter as Partial<Adapter> | undefined
  const isOne =
    typeof adapter?.protocol === 'string' &&
    /^[a-z][a-z0-9-]{0,40}$/.test(adapter.protocol) &&
    typeof adapter.connect === 'function' &&
    typeof adapter.targets === 'function' &&
    typeof adapter.config?.safeParse === 'function' &&
    typeof adapter.address?.safeParse === 'function'
  if (!isOne) throw new Error(`${place} exports no adapter`)
  return adapter as Adapter
}

/** What a folder's package.json names, else its index. */
function entryOf(folder: string): string {
  const file = join(folder, 'package.json')
  const main = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { main?: string }).main
    : undefined
  const entries = [main, 'index.ts', 'index.js', 'index.mjs'].flatMap((name) =>
    name ? join(folder, name) : [],
  )
  return entries.find((path) => existsSync(path)) ?? folder
}
