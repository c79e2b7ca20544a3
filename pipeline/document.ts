/** The stored pipeline document, version 1. Names such as __proto__ are plain data here. */
import { z } from 'zod'
import { isVisible } from './visible-text.ts'

const hidden = 'holds characters that do not show'

/** A name of a node, port or parameter: any text in which every character shows, 1 to 100 characters. */
const name = z.string().min(1).max(100).refine(isVisible, hidden)

const endSchema = z.strictObject({ node: name, port: name })

export const nodeSchema = z.strictObject({
  id: name,
  block: name,
  version: z.number().int().positive(),
  /** A whole value may be { "$param": "k" }. */
  config: z.record(z.string(), z.unknown()).default({}),
  disabled: z.boolean().optional(),
})

export const edgeSchema = z.strictObject({ from: endSchema, to: endSchema })

export const acceptedSchema = z.strictObject({
  code: name,
  node: name,
  port: name.optional(),
  reason: z.string().trim().min(1).max(2_000),
})

export const layoutSchema = z.strictObject({
  positions: z.record(z.string(), z.strictObject({ x: z.number(), y: z.number() })).default({}),
  notes: z
    .array(z.strictObject({ id: name, text: z.string().max(20_000), x: z.number(), y: z.number() }))
    .default([]),
  groups: z.array(z.strictObject({ id: name, title: z.string().max(200), nodes: z.array(name) })).default([]),
})

export const parameterSchema = z.strictObject({
  /** JSON schema (draft-07 subset: type, enum, minimum, maximum, pattern, title, description). */
  schema: z.record(z.string(), z.unknown()),
  default: z.unknown(),
})

export const documentSchema = z.strictObject({
  ecoki: z.literal(1),
  id: name,
  name: z.string().min(1).max(200).refine(isVisible, hidden),
  mode: z.enum(['batch', 'streaming']).default('batch'),
  parameters: z.record(name, parameterSchema).default({}),
  nodes: z.array(nodeSchema).max(20_000),
  edges: z.array(edgeSchema).max(200_000).default([]),
  accepted: z.array(acceptedSchema).default([]),
  layout: layoutSchema.default({ positions: {}, notes: [], groups: [] }),
})

export type PipelineDocument = z.infer<typeof documentSchema>
export type PipelineNode = PipelineDocument['nodes'][number]
export type PipelineEdge = PipelineDocument['edges'][number]
