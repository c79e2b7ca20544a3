/** Which nodes take part: disabled ones are left out with everything that needs them. */
import type { BlockType } from './block-spec.ts'
import { report } from './examination.ts'
import type { Examination, NodeState } from './examination.ts'

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
  const gone = [...graph.nodes.values()].filter((node) => node.disabled).map((node) => node.id)
  if (gone.length === 0) return
  const targets = targetsOf(examination)
  for (const id of gone) report(examination, id, { code: 'node-disabled' })
  const isGone = new Set(gone)
  for (const id of gone) {
    for (const target of targets.get(id) ?? []) {
      const state = stateOf(examination, target.node)
      dropSource(state, target.port, id)
      if (isGone.has(target.node) || !isStarved(state, target.port)) continue
      isGone.add(target.node)
      gone.push(target.node)
      report(examination, target.node, { code: 'node-left-out', port: target.port, params: { because: id } })
    }
  }
  for (const id of gone) states.delete(id)
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

function dropSource(state: NodeState, port: string, source: string): void {
  const left = (state.inputs.get(port) ?? []).filter((item) => item.node !== source)
  if (left.length > 0) state.inputs.set(port, left)
  else state.inputs.delete(port)
}

/** Nothing is left at an input that the block cannot do without. */
function isStarved(state: NodeState, port: string): boolean {
  return !state.inputs.has(port) && !isOptional(state.block, port)
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
