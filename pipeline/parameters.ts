/** Parameters of a pipeline: given values are checked against their schemas and put in place of { "$param": "k" }. */
import type { PipelineDocument } from './document.ts'
import type { Localized } from './block-spec.ts'
import type { Finding } from './issue.ts'
import { nearNames } from './near-names.ts'
import { checkParameterValue, schemaProblems } from './parameter-schema.ts'

export interface ResolvedParameters {
  /** Null-prototype record of value by name, keys sorted. A parameter with a wrong value is absent. */
  values: Record<string, unknown>
  /** Every parameter the document has, also those without a good value. */
  names: Set<string>
  findings: Finding[]
}

/** Values of all parameters: the given one, or else the default. Reports unknown names, wrong schemas and values. */
export function resolveParameters(
  document: PipelineDocument,
  given: Record<string, unknown> = {},
): ResolvedParameters {
  const names = Object.keys(document.parameters).sort()
  const resolved: ResolvedParameters = { values: Object.create(null), names: new Set(names), findings: [] }
  for (const name of Object.keys(given).sort()) {
    if (!resolved.names.has(name)) resolved.findings.push(unknownParameter(name, names))
  }
  for (const name of names) resolveOne(resolved, document, { name, given })
  return resolved
}

function resolveOne(
  resolved: ResolvedParameters,
  document: PipelineDocument,
  of: { name: string; given: Record<string, unknown> },
): void {
  const { schema, default: fallback } = document.parameters[of.name]
  const problems = schemaProblems(schema)
  const code = problems.length > 0 ? 'parameter-schema' : 'parameter-value'
  const value = Object.hasOwn(of.given, of.name) ? of.given[of.name] : fallback
  const wrong = problems.length > 0 ? problems : checkParameterValue(schema, value)
  resolved.findings.push(...wrong.map((problem) => parameterFinding(code, of.name, problem)))
  if (wrong.length === 0) resolved.values[of.name] = value
}

function parameterFinding(code: string, name: string, problem: Localized): Finding {
  return { code, field: `parameters.${name}`, params: { name, problem } }
}

function unknownParameter(name: string, names: string[], field = `parameters.${name}`): Finding {
  return { code: 'parameter-unknown', field, params: { name, near: nearNames(name, names) } }
}

export interface Substituted {
  value: unknown
  findings: Finding[]
  /** False when a parameter that is used has no good value: what comes of it cannot be judged. */
  isComplete: boolean
}

/** A config with every { "$param": "k" } replaced, at any depth; the given value is not changed. */
export function substituteParameters(config: unknown, parameters: ResolvedParameters): Substituted {
  const result: Substituted = { value: undefined, findings: [], isComplete: true }
  result.value = substitute(config, { parameters, result, path: [] })
  return result
}

interface Substitution {
  parameters: ResolvedParameters
  result: Substituted
  path: string[]
}

/** Recursive: depth is limited where documents are read. */
function substitute(value: unknown, at: Substitution): unknown {
  if (typeof value !== 'object' || value === null) return value
  const name = referenceOf(value)
  if (name !== undefined) return lookUp(name, at)
  const inside = (key: string, item: unknown): unknown => substitute(item, { ...at, path: [...at.path, key] })
  if (Array.isArray(value)) return value.map((item, index) => inside(String(index), item))
  // fromEntries defines members, so __proto__ is one like any other.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(key, item)]))
}

function lookUp(name: string, at: Substitution): unknown {
  const { values, names } = at.parameters
  if (Object.hasOwn(values, name)) return values[name]
  at.result.isComplete = false
  if (!names.has(name)) at.result.findings.push(unknownParameter(name, [...names], at.path.join('.')))
  return undefined
}

/** The parameter's name when the whole value is a reference. */
function referenceOf(value: object): string | undefined {
  const keys = Object.keys(value)
  const name: unknown =
    keys.length === 1 && keys[0] === '$param' ? (value as { $param: unknown }).$param : undefined
  return typeof name === 'string' ? name : undefined
}
