import { trpcClient } from '../../../lib/trpc.ts'
import type { Inputs, Outputs } from '../../../lib/trpc.ts'

/** A machine that is not saved yet, or, with `connectionId`, one that is. */
export interface Machine {
  projectId: string
  protocol: string
  config: Record<string, unknown>
  connectionId?: string
  /** Fingerprints of certificates that were compared just now. */
  trusted?: string[]
}

export type BrowseItem = Outputs['connections']['browse']['items'][number]
export type ValueType = NonNullable<BrowseItem['tag']>['type']
export type TestTag = Inputs['connections']['test']['tags'][number]

/** A point that somebody has ticked or pasted, and what it is to become. */
export interface Candidate {
  /** Tells points apart: their address as text. */
  key: string
  address: unknown
  name: string
  type: ValueType
  unit: string
  /** The machine's own word for a unit that is not known. */
  unitText?: string
  /** What is done to its samples before they are kept. */
  setup?: { scale?: number }
}

/** A point of the machine's tree as a tag; undefined: a folder. */
export function candidateOf({ tag }: BrowseItem, path: string[]): Candidate | undefined {
  if (!tag) return undefined
  const { address, type, unit = '', unitText } = tag
  return { key: keyOf(address), address, name: path.join('/').slice(0, 200), type, unit, unitText }
}

export function keyOf(address: unknown): string {
  return JSON.stringify(address)
}

/** More would be chosen by accident rather than on purpose. */
export const mostAtOnce = 2_000

export interface Below {
  candidates: Candidate[]
  /** There is more than was looked at. */
  isCut: boolean
}

/** Everything with a value below a folder. */
export async function collectBelow(machine: Machine, item: BrowseItem, path: string[]): Promise<Below> {
  const found: Below = { candidates: [], isCut: false }
  const folders = [{ parent: item.id, path }]
  const seen = new Set<string>()
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    if (found.candidates.length >= mostAtOnce || seen.size > 500) return { ...found, isCut: true }
    if (seen.has(folder.parent)) continue
    seen.add(folder.parent)
    for (const child of await allOf(machine, folder.parent)) {
      const childPath = [...folder.path, child.name]
      const candidate = candidateOf(child, childPath)
      if (candidate) found.candidates.push(candidate)
      else if (child.hasChildren) folders.push({ parent: child.id, path: childPath })
    }
  }
  return found
}

async function allOf(machine: Machine, parent: string): Promise<BrowseItem[]> {
  const items: BrowseItem[] = []
  let cursor: string | undefined
  do {
    const page = await trpcClient.connections.browse.query({ ...machine, parent, cursor })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined && items.length < mostAtOnce)
  return items
}
