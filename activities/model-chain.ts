/** A model carries its whole chain: every block, with config and what it has learnt, from the readers to it. */
import type pg from 'pg'
import { hashBytes } from '#datasets/file-hash.ts'
import { takeReferences } from '#datasets/references.ts'
import type { Referrer } from '#datasets/references.ts'
import type { Store, StoredValue } from '#datasets/store.ts'
import { upstreamNodes } from '#pipeline/lineage.ts'
import type { Plan, PlanNode } from '#pipeline/plan.ts'
import { loadOutputs } from './ledger.ts'

/** What the chain file holds, as JSON. */
export interface ModelChain {
  /** In an order that can run; the last one is the block that made the model. */
  nodes: Pick<PlanNode, 'id' | 'block' | 'version' | 'config' | 'inputs'>[]
  /** What the chain's fits have learnt, by node and port. */
  learnt: Record<string, Record<string, StoredValue>>
}

export interface ChainParts {
  pool: pg.Pool
  store: Store
  plan: Pick<Plan, 'nodes'>
}

/** The outputs with the chain beside each model and each fitted value; other outputs stay as they are. */
export async function withChain(
  { pool, store, plan }: ChainParts,
  owner: Referrer,
  outputs: Record<string, StoredValue>,
): Promise<Record<string, StoredValue>> {
  if (!Object.values(outputs).some(isLearnt)) return outputs
  const nodes = upstreamNodes(plan, owner.node)
  const upstream = await loadOutputs(pool, owner.runId, nodes.map((node) => node.id)) // prettier-ignore
  const chain: ModelChain = {
    nodes: nodes.map(({ id, block, version, config, inputs }) => ({ id, block, version, config, inputs })),
    learnt: Object.fromEntries([...upstream].map(([node, values]) => [node, learntOf(values)])),
  }
  const content = Buffer.from(JSON.stringify(chain))
  const { hash } = hashBytes(content)
  await takeReferences(pool, owner, [hash])
  await store.putFile(content)
  return Object.fromEntries(
    Object.entries(outputs).map(([port, value]) => [
      port,
      isLearnt(value) ? { ...value, chain: hash } : value,
    ]),
  )
}

function isLearnt(value: StoredValue): boolean {
  return value.type === 'model' || value.type === 'fitted'
}

function learntOf(values: Record<string, StoredValue>): Record<string, StoredValue> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isLearnt(value)))
}
