/** Adapters from outside of the repository: a folder, or a package that is installed. */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { adapterTools } from '#adapters/adapter-tools.ts'
import type { AdapterModule } from '#adapters/adapter-tools.ts'
import type { Adapter } from '#adapters/adapter.ts'

/** `place` is an absolute folder, or the name of a package. Throws, with its name, where it is no adapter. */
export async function loadForeign(place: string): Promise<Adapter> {
  const module = (await import(isAbsolute(place) ? pathToFileURL(entryOf(place)).href : place)) as {
    adapter?: AdapterModule['adapter']
  }
  const given: unknown = typeof module.adapter === 'function' ? module.adapter(adapterTools) : module.adapter
  if (!isAdapter(given)) throw new Error(`${place} exports no adapter`)
  return given
}

function isAdapter(given: unknown): given is Adapter {
  const { protocol, title, description, version, ...rest } = (given ?? {}) as Partial<Adapter>
  return (
    typeof protocol === 'string' &&
    /^[a-z][a-z0-9-]{0,40}$/.test(protocol) &&
    [title, description].every((text) => typeof text?.de === 'string' && typeof text.en === 'string') &&
    Number.isInteger(version) &&
    typeof rest.connect === 'function' &&
    typeof rest.targets === 'function' &&
    typeof rest.config?.safeParse === 'function' &&
    typeof rest.address?.safeParse === 'function'
  )
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
