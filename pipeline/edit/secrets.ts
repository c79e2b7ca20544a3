/** What must not leave a pipeline by the clipboard or a file. */
import type { PipelineNode } from '#pipeline/document.ts'
import { recordOf } from './names.ts'

type Schema = Record<string, unknown>

/** The config schema (JSON schema) of a node's block; undefined when it is not known. */
export type FindConfigSchema = (node: Pick<PipelineNode, 'block' | 'version'>) => Schema | undefined

/** The config without members that their schema calls secret, and without references to secrets. */
export function withoutSecrets(node: PipelineNode, findSchema: FindConfigSchema): Record<string, unknown> {
  return strip(node.config, findSchema(node)) as Record<string, unknown>
}

function strip(value: unknown, schema: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { properties, items } = (schema ?? {}) as { properties?: Record<string, Schema>; items?: Schema }
  if (Array.isArray(value))
    return value.filter((item) => !isReference(item)).map((item) => strip(item, items))
  const kept = Object.entries(value).filter(([key, item]) => {
    const own = properties && Object.hasOwn(properties, key) ? properties[key] : undefined
    return !isSecret(own) && !isReference(item)
  })
  return recordOf(kept.map(([key, item]) => [key, strip(item, properties?.[key])] as const))
}

function isSecret(schema: Schema | undefined): boolean {
  return schema !== undefined && (schema.writeOnly === true || schema.format === 'password')
}

/** { "$secret": "name" } */
function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$secret')
}
