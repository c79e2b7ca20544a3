/** The part of JSON schema that protocols describe their fields with. */
export interface JsonSchema {
  type?: string
  title?: string
  description?: string
  default?: unknown
  examples?: unknown[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
}

export type FieldKind =
  'object' | 'variants' | 'choice' | 'flag' | 'number' | 'lines' | 'secret' | 'text' | 'json'

/** As what a field is shown. */
export function kindOf(schema: JsonSchema): FieldKind {
  if (choicesOf(schema).length > 0) return 'choice'
  if (schema.oneOf) return 'variants'
  if (schema.type === 'object') return schema.properties ? 'object' : 'json'
  if (schema.type === 'boolean') return 'flag'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.type === 'array') return schema.items?.type === 'string' ? 'lines' : 'json'
  if (schema.format === 'secret') return 'secret'
  return schema.type === 'string' ? 'text' : 'json'
}

/** The values of which one is to be chosen; empty: any value may be given. */
export function choicesOf({ enum: all, anyOf }: JsonSchema): unknown[] {
  if (all) return all
  return anyOf?.every((each) => each.const !== undefined) ? anyOf.map((each) => each.const) : []
}

/** The field whose value tells variants apart, with its values in each of them. */
export function discriminatorOf(variants: JsonSchema[]): { name: string; values: unknown[][] } | undefined {
  const name = Object.keys(variants[0]?.properties ?? {}).find((key) =>
    variants.every(({ properties }) => valuesOf(properties?.[key]).length > 0),
  )
  if (name === undefined) return undefined
  return { name, values: variants.map(({ properties }) => valuesOf(properties?.[name])) }
}

function valuesOf(schema: JsonSchema | undefined): unknown[] {
  return schema?.const === undefined ? (schema?.enum ?? []) : [schema.const]
}

/** Whether a form must ask for it: nothing else says what it is. */
export function isMain(schema: JsonSchema, name: string): boolean {
  return schema.required?.includes(name) ?? false
}

/** Names of fields that are required and not given; dotted where they are deeper. */
export function missingFields(schema: JsonSchema, value: unknown): string[] {
  const given = (value ?? {}) as Record<string, unknown>
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const own = given[name] ?? field.default
    if (own === undefined || own === '') return isMain(schema, name) ? [name] : []
    return missingFields(variantOf(field, own), own).map((inner) => `${name}.${inner}`)
  })
}

/** Of variants the one that the value is of. */
export function variantOf(schema: JsonSchema, value: unknown): JsonSchema {
  if (!schema.oneOf) return schema
  const discriminator = discriminatorOf(schema.oneOf)
  const own = discriminator && (value as Record<string, unknown> | undefined)?.[discriminator.name]
  const index = discriminator?.values.findIndex((values) => values.includes(own)) ?? -1
  return schema.oneOf[Math.max(index, 0)]
}
