/** Wires: do their ports exist, fit and have one source each; in which order can the nodes run? */
import type { PortSpec } from './block-spec.ts'
import { report } from './examination.ts'
import type { Examination, NodeState, Source } from './examination.ts'
import { compareText } from './graph.ts'
import type { Finding } from './issue.ts'
import { cyclesOf, levelsOf } from './levels.ts'
import { nearNames } from './near-names.ts'

export function checkWires(examination: Examination): void {
  for (const [id, state] of examination.states) {
    checkSources(examination, id, state)
    if (state.block) checkInputs(examination, id, state)
  }
}

/** Output ports that wires start from. */
function checkSources(examination: Examination, id: string, state: NodeState): void {
  for (const [port, sources] of state.inputs) {
    for (const source of sources) {
      const outputs = examination.states.get(source.node)?.block?.spec.outputs
      if (outputs === undefined || outputs.some((output) => output.name === source.port)) continue
      state.isBroken = true
      report(examination, id, noPort('from', { at: port, source }, outputs))
    }
  }
}

function noPort(
  end: 'from' | 'to',
  wire: { at: string; source: Source },
  ports: readonly PortSpec[],
): Finding {
  const known = ports.map((port) => port.name)
  const params = {
    end,
    node: wire.source.node,
    port: wire.source.port,
    known,
    near: nearNames(wire.source.port, known),
  }
  return { code: 'edge-no-port', port: wire.at, params }
}

function checkInputs(examination: Examination, id: string, state: NodeState): void {
  const specs = state.block?.spec.inputs ?? []
  for (const port of state.inputs.keys()) {
    if (specs.some((spec) => spec.name === port)) continue
    state.isBroken = true
    report(examination, id, noPort('to', { at: port, source: { node: id, port } }, specs))
  }
  for (const spec of specs) {
    const problems = inputProblems(examination, spec, state.inputs.get(spec.name) ?? [])
    if (problems.length > 0) state.isBroken = true
    report(examination, id, ...problems)
  }
}

function inputProblems(examination: Examination, spec: PortSpec, sources: Source[]): Finding[] {
  const port = spec.name
  if (sources.length === 0)
    return spec.optional ? [] : [{ code: 'input-missing', port, params: { expected: spec.type } }]
  const types = sources.flatMap((source) => wrongType(examination, spec, source))
  if (sources.length === 1) return types
  const from = sources.map((source) => `${source.node}.${source.port}`)
  return [{ code: 'input-twice', port, params: { count: sources.length, from } }, ...types]
}

function wrongType(examination: Examination, spec: PortSpec, source: Source): Finding[] {
  const outputs = examination.states.get(source.node)?.block?.spec.outputs ?? []
  const found = outputs.find((output) => output.name === source.port)?.type
  if (found === undefined || found === spec.type) return []
  return [
    {
      code: 'port-type',
      port: spec.name,
      params: { expected: spec.type, found, from: `${source.node}.${source.port}` },
    },
  ]
}

/** Sets `order` and every node's level; reports one cycle of each knot. */
export function orderNodes(examination: Examination): void {
  const successors = successorsOf(examination)
  const levels = levelsOf(successors)
  for (const [id, level] of levels) {
    const state = examination.states.get(id)
    if (state) state.level = level
  }
  examination.order = [...levels].sort(([a, la], [b, lb]) => la - lb || compareText(a, b)).map(([id]) => id)
  if (levels.size === successors.size) return
  for (const path of cyclesOf(withoutNodes(successors, levels))) {
    report(examination, path[0], { code: 'cycle', params: { path } })
  }
}

function successorsOf(examination: Examination): Map<string, string[]> {
  const successors = new Map<string, string[]>([...examination.states.keys()].map((id) => [id, []]))
  for (const [id, state] of examination.states) {
    const sources = new Set<string>()
    for (const wires of state.inputs.values()) for (const source of wires) sources.add(source.node)
    for (const source of sources) successors.get(source)?.push(id)
  }
  return successors
}

function withoutNodes(
  successors: Map<string, string[]>,
  gone: ReadonlyMap<string, number>,
): Map<string, string[]> {
  return new Map([...successors].filter(([id]) => !gone.has(id)))
}
