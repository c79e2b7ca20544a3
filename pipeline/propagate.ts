/** Columns and units behind every block, before anything runs. */
import type { BlockType, InputSchemas, Propagation } from './block-spec.ts'
import { emptyRecord, report } from './examination.ts'
import type { Examination, NodeState } from './examination.ts'
import { checkColumnCount } from './findings.ts'
import type { Finding } from './issue.ts'
import type { PortSchema } from './ports.ts'

/** Asks the blocks in order. A node is asked when its config is right and all connected inputs are known. */
export function propagate(examination: Examination): void {
  for (const id of examination.order) {
    const state = examination.states.get(id)
    const inputs = state && inputSchemas(examination, state)
    if (!state?.block || !state.config || !inputs) continue
    state.isJudged = true
    const { outputs, findings } = ask(state.block, inputs, state.config.value)
    report(examination, id, ...findings)
    state.outputs = outputs
  }
}

/** Null-prototype record of known inputs; undefined when one that is connected is not known. */
function inputSchemas(examination: Examination, state: NodeState): InputSchemas | undefined {
  if (state.isBroken) return undefined
  const inputs = emptyRecord<PortSchema | undefined>()
  for (const [port, [source]] of state.inputs) {
    const outputs = examination.states.get(source.node)?.outputs
    if (!outputs) return undefined
    inputs[port] = outputs[source.port]
  }
  return inputs
}

interface Answer {
  outputs?: Record<string, PortSchema>
  findings: Finding[]
}

function ask(block: BlockType, inputs: InputSchemas, config: unknown): Answer {
  try {
    if (block.needsInspect?.(config)) return { findings: [{ code: 'reader-not-inspected' }] }
    const said = block.outputs(inputs, config)
    const wrong = said.outputs ? brokenPromise(block, said.outputs) : saidNothing(said)
    if (wrong !== undefined) return { findings: [...(said.findings ?? []), failed(block, wrong)] }
    const tooWide = Object.entries(said.outputs ?? {}).flatMap(([port, schema]) =>
      tooManyColumns(port, schema),
    )
    if (tooWide.length > 0) return { findings: [...(said.findings ?? []), ...tooWide] }
    return { outputs: said.outputs && copied(said.outputs), findings: said.findings ?? [] }
  } catch (error) {
    return { findings: [failed(block, error instanceof Error ? error.message : String(error))] }
  }
}

/** Outputs must be those of the spec. */
function brokenPromise(block: BlockType, outputs: Record<string, PortSchema>): string | undefined {
  for (const port of block.spec.outputs) {
    const type = Object.hasOwn(outputs, port.name) ? outputs[port.name].type : 'nothing'
    if (type !== port.type) return `output ${port.name} should be ${port.type}, is ${type}`
  }
  const surplus = Object.keys(outputs).find((name) => !block.spec.outputs.some((port) => port.name === name))
  return surplus === undefined ? undefined : `output ${surplus} is not in the spec`
}

function tooManyColumns(port: string, schema: PortSchema): Finding[] {
  if (schema.type !== 'table') return []
  return checkColumnCount(schema.table.columns.length).map((finding) => ({ ...finding, port }))
}

function saidNothing(said: Propagation): string | undefined {
  return said.findings?.length ? undefined : 'neither outputs nor findings'
}

function failed(block: BlockType, error: string): Finding {
  return { code: 'block-failed', params: { block: block.spec.id, error } }
}

function copied(outputs: Record<string, PortSchema>): Record<string, PortSchema> {
  return Object.assign(emptyRecord<PortSchema>(), outputs)
}
