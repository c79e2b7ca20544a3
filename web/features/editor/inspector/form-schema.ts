/** A block's config schema made ready for people: names and help in their language, a widget for each kind of value. */
import type { RJSFSchema, UiSchema } from '@rjsf/utils'
import type { Language } from '#pipeline/render-text.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { namesColumn, namesColumns } from './column-fields.ts'
import { choiceLabel, fieldHelp, fieldLabel } from './field-texts.ts'

type Schema = RJSFSchema
type Config = Record<string, unknown>

export interface FormSchema {
  schema: Schema
  uiSchema: UiSchema
}

interface Context {
  block: string
  language: Language
  fileField?: string
}

/** Settings that readers find out by themselves and nobody writes. */
const hidden: ReadonlySet<string> = new Set(['detected'])

export function formSchema(configSchema: Schema, config: Config, context: Context): FormSchema {
  const entries = Object.entries(configSchema.properties ?? {}) as [string, Schema][]
  const rank = ([name]: [string, Schema]) =>
    name === context.fileField ? 0 : configSchema.required?.includes(name) ? 1 : 2
  const shown = entries.filter(([name]) => !hidden.has(name)).toSorted((a, b) => rank(a) - rank(b))
  const fields = shown.map(([name, schema]) => [name, fieldOf(name, schema, config[name], context)] as const)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(fields.map(([name, field]) => [name, field.schema])),
      required: (configSchema.required ?? []).filter((name) => !hidden.has(name)),
    },
    uiSchema: {
      ...Object.fromEntries(fields.map(([name, field]) => [name, field.uiSchema])),
      'ui:submitButtonOptions': { norender: true },
    },
  }
}

function fieldOf(name: string, schema: Schema, value: unknown, context: Context): FormSchema {
  const title = fieldLabel(name, context.language, context.block)
  const english = typeof schema.description === 'string' ? schema.description : undefined
  const description = fieldHelp(name, context.language, { block: context.block, english })
  if (isReference(value)) return custom({ title, description }, 'parameter')
  if (name === context.fileField) return custom({ title, description }, 'file')
  const made = kindOf(name, schema, context)
  return { schema: { ...made.schema, title, description }, uiSchema: made.uiSchema }
}

/** A field that handles its value as a whole, whatever it is. */
function custom(texts: Schema, kind: string): FormSchema {
  return { schema: { ...texts, type: 'object', properties: {} }, uiSchema: { 'ui:field': kind } }
}

function kindOf(name: string, given: Schema, context: Context): FormSchema {
  const schema = { ...given }
  delete schema.default
  const items = schema.items as Schema | undefined
  if (schema.type === 'array' && items?.type === 'string' && namesColumns(context.block, name))
    return { schema: listSchema(schema), uiSchema: { 'ui:widget': 'columns' } }
  if (schema.type === 'array' && items?.type === 'string' && items.enum)
    return { schema: { ...schema, uniqueItems: true }, uiSchema: choiceUi(items, context.language) }
  if (schema.type === 'array' && (items?.type === 'integer' || items?.type === 'number'))
    return { schema: listSchema(schema), uiSchema: { 'ui:widget': 'numbers' } }
  if (schema.type === 'array' && items?.type === 'string')
    return { schema: listSchema(schema), uiSchema: { 'ui:widget': 'texts' } }
  if (schema.type === 'array' && items) return arrayOf(schema, items, context)
  if (schema.type === 'object' && schema.properties) return objectOf(schema, context)
  return scalarOf(name, schema, context)
}

/** To the form a list that one widget edits as a whole is one value. */
function listSchema(schema: Schema): Schema {
  return { ...schema, items: { type: 'string', enum: [] }, uniqueItems: true }
}

function scalarOf(name: string, schema: Schema, context: Context): FormSchema {
  if (schema.type === 'string' && namesColumn(context.block, name))
    return { schema, uiSchema: { 'ui:widget': 'column' } }
  if (schema.enum) return { schema, uiSchema: choiceUi(schema, context.language) }
  if (isDuration(schema)) return { schema, uiSchema: { 'ui:widget': 'duration' } }
  if (schema.type === 'number' || schema.type === 'integer')
    return { schema, uiSchema: { 'ui:widget': 'decimal' } }
  if (schema.type === 'boolean') return { schema, uiSchema: { 'ui:widget': 'checkbox' } }
  if (schema.type === 'string') return { schema, uiSchema: { 'ui:widget': 'line' } }
  // Several types in one field: text, number or boolean as written.
  return { schema: { type: 'string' }, uiSchema: { 'ui:widget': 'anyValue' } }
}

function arrayOf(schema: Schema, items: Schema, context: Context): FormSchema {
  const inner = items.oneOf ? oneOf(items, context) : kindOf('', items, context)
  return { schema: { ...schema, items: inner.schema }, uiSchema: { items: inner.uiSchema } }
}

function objectOf(schema: Schema, context: Context): FormSchema {
  const entries = Object.entries(schema.properties ?? {}) as [string, Schema][]
  const fields = entries.map(([name, own]) => [name, fieldOf(name, own, undefined, context)] as const)
  return {
    schema: { ...schema, properties: Object.fromEntries(fields.map(([name, made]) => [name, made.schema])) },
    uiSchema: {
      'ui:label': false,
      ...Object.fromEntries(fields.map(([name, made]) => [name, made.uiSchema])),
    },
  }
}

/** Alternatives are named by the choices that tell them apart. */
function oneOf(items: Schema, context: Context): FormSchema {
  const made = (items.oneOf as Schema[]).map((option) => {
    const form = objectOf(option, context)
    return { ...form, schema: { ...form.schema, title: optionTitle(option, context.language) } }
  })
  return {
    schema: { oneOf: made.map(({ schema }) => schema) },
    uiSchema: { 'ui:label': false, oneOf: made.map(({ uiSchema }) => uiSchema) },
  }
}

function optionTitle({ properties = {} }: Schema, language: Language): string {
  const values = Object.values(properties as Record<string, Schema>).flatMap((own) =>
    own.const !== undefined ? [own.const] : own.enum && own.enum.length <= 8 ? own.enum : [],
  )
  return values.map((value) => choiceLabel(value, language)).join(', ')
}

function choiceUi(schema: Schema, language: Language): UiSchema {
  const names = (schema.enum ?? []).map((value) => choiceLabel(value, language))
  return { 'ui:widget': 'choice', 'ui:enumNames': names }
}

function isDuration(schema: Schema): boolean {
  return typeof schema.pattern === 'string' && schema.pattern.includes('us|ms|s|min|h|d|w')
}

export function isReference(value: unknown): value is { $param: string } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$param')
}

/** What the form shows: the config, and the block's own defaults where it says nothing. */
export function withDefaults(configSchema: Schema, config: Config): Config {
  const entries = Object.entries(configSchema.properties ?? {}) as [string, Schema][]
  const defaults = entries.flatMap(([name, schema]) =>
    schema.default === undefined ? [] : [[name, schema.default] as const],
  )
  return { ...Object.fromEntries(defaults), ...config }
}

/** What the form's answer means: settings that say what holds anyway, and said nothing before, stay out. */
export function withoutDefaults(configSchema: Schema, before: Config, edited: Config): Config {
  const properties = (configSchema.properties ?? {}) as Record<string, Schema>
  const kept = Object.entries(edited).filter(([name, value]) => {
    if (value === undefined) return false
    const own = Object.hasOwn(properties, name) ? properties[name].default : undefined
    return Object.hasOwn(before, name) || own === undefined || canonicalJson(own) !== canonicalJson(value)
  })
  const unseen = Object.entries(before).filter(([name]) => hidden.has(name))
  return Object.fromEntries([...kept, ...unseen])
}
