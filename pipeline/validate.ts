/** One validator for CLI, gateway and worker: every problem of a document, and what is known behind every block. */
import type { Catalog } from './block-spec.ts'
import { emptyRecord } from './examination.ts'
import { examine } from './examine.ts'
import type { ValidateOptions } from './examine.ts'
import type { Issue } from './issue.ts'
import type { PortSchema } from './ports.ts'

/** The records have no prototype: any name, also __proto__, is a plain member. */
export interface Validation {
  /** Errors first; independent of the order in which nodes and edges are written. */
  issues: Issue[]
  /** By node and output port: what propagation knows. Nodes that are left out or wrong are absent. */
  schemas: Record<string, Record<string, PortSchema>>
  /** By node: the config parsed by its block, parameters put in, defaults filled. Wrong ones are absent. */
  configs: Record<string, unknown>
}

/** Never throws for JSON values; a stored document of any version or what JSON.parse gives. */
export function validate(document: unknown, catalog: Catalog, options?: ValidateOptions): Validation {
  const { issues, examination } = examine(document, catalog, options)
  const validation: Validation = { issues, schemas: emptyRecord(), configs: emptyRecord() }
  for (const [id, state] of examination?.states ?? []) {
    if (state.outputs) validation.schemas[id] = state.outputs
    if (state.config) validation.configs[id] = state.config.value
  }
  return validation
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error')
}
