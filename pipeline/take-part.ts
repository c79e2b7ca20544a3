/** Which nodes take part: disabled ones are left out with everything that needs them. */
import type { BlockType } from './block-spec.ts'
import { report } from './examination.ts'
import type { Examination, NodeState, Source } from './examination.ts'

/** Fills `states` with the nodes that take part and their wires. */
export function findParticipants(examination: Examination): void {
  const { graph, catalog, states } = examination
  for (const [id, node] of graph.nodes) {
    const block = catalog.find(node.block, node.version)
    states.set(id, { node, block, inputs: new Map(), isBroken: false, isJudged: false })
  }
  for (const { from, to } of graph.edges) {
    const inputs = stateOf(examination, to.node).inputs
    const sources = inputs.get(to.port)
    if (sources) sources.push(from)
    else inputs.set(to.port, [from])
  }
  leaveOut(examination)
}

function leaveOut(examination: Examination): void {
  const { graph, states } = examination
  const gone = new Set([...graph.nodes.values()].filter((node) => node.disabled).map((node) => node.id))
  if (gone.size === 0) return
  for (const id of gone) report(examination, id, { code: 'node-disabled' })
  const targets = targetsOf(examination)
  const lost = new Map<Source[], number>()
  // Nodes that are added while the loop runs are visited too.
  for (const id of gone) {
    for (const { node, port } of targets.get(id) ?? []) {
      if (!isStarved(stateOf(examination, node), port, lost) || gone.has(node)) continue
      gone.add(node)
      report(examination, node, { code: 'node-left-out', port, params: { because: id } })
    }
  }
  for (const id of gone) states.delete(id)
  for (const state of states.values()) dropSources(state, gone)
}

/** One more wire of the input leads from a node that is gone: is that the last, and can the block not do without? */
function isStarved({ inputs, block }: NodeState, port: string, lost: Map<Source[], number>): boolean {
  const sources = inputs.get(port) ?? []
  const count = (lost.get(sources) ?? 0) + 1
  lost.set(sources, count)
  return count >= sources.length && !isOptional(block, port)
}

function dropSources({ inputs }: NodeState, gone: ReadonlySet<string>): void {
  for (const [port, sources] of inputs) {
    const left = sources.filter((source) => !gone.has(source.node))
    if (left.length > 0) inputs.set(port, left)
    else inputs.delete(port)
  }
}

function targetsOf(examination: Examination): Map<string, { node: string; port: string }[]> {
  const targets = new Map<string, { node: string; port: string }[]>()
  for (const { from, to } of examination.graph.edges) {
    const list = targets.get(from.node)
    if (list) list.push(to)
    else targets.set(from.node, [to])
  }
  return targets
}

function isOptional(block: BlockType | undefined, port: string): boolean {
  return block?.spec.inputs.some((input) => input.name === port && input.optional) ?? false
}

/** The state of a node that is known to take part. */
export function stateOf(examination: Examination, id: string): NodeState {
  const state = examination.states.get(id)
  if (!state) throw new Error(`node ${JSON.stringify(id)} takes no part`)
  return state
}
