/** A newer version of a node's block: what would change, and the config that goes with it. */
import type { BlockType, Catalog } from './block-spec.ts'
import { canonicalJson } from './canonical-json.ts'
import type { PipelineNode } from './document.ts'

export interface Upgrade {
  from: number
  to: number
  config: Record<string, unknown>
  /** Settings whose value is another one, or is there only before or only afterwards. */
  settings: { name: string; before: unknown; after: unknown }[]
  /** Ports that go or come; wires to those that go are lost. */
  ports: { removed: string[]; added: string[] }
}

/** Undefined when there is no newer version, or when the newest cannot take over the config. */
export function upgradeNode(node: PipelineNode, catalog: Catalog): Upgrade | undefined {
  const newest = catalog.versions(node.block).at(-1)
  const target = newest === undefined ? undefined : catalog.find(node.block, newest)
  const present = catalog.find(node.block, node.version)
  if (!target?.up || !present || target.spec.version <= node.version) return undefined
  const parsed = target.config.safeParse(target.up(node.config, node.version))
  if (!parsed.success) return undefined
  const config = parsed.data as Record<string, unknown>
  return {
    from: node.version,
    to: target.spec.version,
    config,
    settings: changedSettings(node.config, config),
    ports: changedPorts(present, target),
  }
}

function changedSettings(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Upgrade['settings'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names
    .map((name) => ({ name, before: before[name], after: after[name] }))
    .filter((one) => canonicalJson([one.before ?? null]) !== canonicalJson([one.after ?? null]))
}

function changedPorts(before: BlockType, after: BlockType): Upgrade['ports'] {
  const [old, young] = [portsOf(before), portsOf(after)]
  return {
    removed: old.filter((port) => !young.includes(port)),
    added: young.filter((port) => !old.includes(port)),
  }
}

function portsOf({ spec }: BlockType): string[] {
  const all = [
    ...spec.inputs.map(({ name, type }) => `in ${name}: ${type}`),
    ...spec.outputs.map(({ name, type }) => `out ${name}: ${type}`),
  ]
  return all.sort()
}
