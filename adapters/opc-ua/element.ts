/** The way into arrays and structures: `[i]` for an element, `.Name` for a field, one behind the other. */
import { DataType, ExtensionObject, Variant, VariantArrayType } from 'node-opcua-client'
import { limits } from './limits.ts'
import { toScalar } from './scalars.ts'
import type { Scalar } from './scalars.ts'
import { ownStatus } from './status.ts'

/** Something within a value, with its built-in type; `values` of an array, `sizes` where it has several dimensions. */
export type Element =
  { type: DataType; value: unknown } | { type: DataType; values: ArrayLike<unknown>; sizes: number[] }

export interface NoScalar {
  status: string
}

/** The parts of `.Drives[2].Speed`: 'Drives', 2, 'Speed'. */
export function partsOf(path: string): (string | number)[] {
  return Array.from(path.matchAll(/\[(\d+)\]|\.([^.[\]]+)/g), ([, index, name]) => name ?? Number(index))
}

/** The single value at the end of the way, or why there is none. */
export function scalarAt(variant: Variant, parts: readonly (string | number)[]): Scalar | NoScalar {
  const whole = elementOf(variant)
  if ('values' in whole && whole.values.length > limits.arrayElements) return { status: ownStatus.tooLong }
  const element = stepInto(whole, parts)
  if (!element) return { status: ownStatus.noElement }
  if ('values' in element) return { status: ownStatus.wrongType }
  return toScalar(element.type, element.value) ?? { status: noScalarStatus(element) }
}

/** Undefined: there is nothing at the end of the way. */
export function stepInto(element: Element, parts: readonly (string | number)[]): Element | undefined {
  let at: Element | undefined = element
  for (const part of parts) {
    at = typeof part === 'number' ? elementAt(at, part) : fieldOf(at, part)
    if (!at) return undefined
  }
  return at
}

/** The next steps of the way, as many as are shown. */
export function stepsFrom(element: Element): string[] {
  if ('values' in element) {
    const count = Math.min(element.sizes[0], limits.shownElements)
    return Array.from({ length: count }, (_, index) => `[${index}]`)
  }
  if (!isStructure(element.value)) return []
  const names = fieldsOf(element.value).map(nameOf)
  return names.filter((name) => /^[^.[\]]+$/.test(name)).map((name) => `.${name}`)
}

function noScalarStatus({ value }: { value: unknown }): string {
  if (value === null || value === undefined) return ownStatus.noValue
  return isStructure(value) ? ownStatus.wrongType : ownStatus.unknownStructure
}

export function elementOf(variant: Variant): Element {
  const { dataType: type, value, arrayType, dimensions } = variant
  if (arrayType === VariantArrayType.Scalar) return unwrap({ type, value })
  const values = (value ?? []) as ArrayLike<unknown>
  const sizes = arrayType === VariantArrayType.Matrix && dimensions ? [...dimensions] : [values.length]
  return { type, values, sizes }
}

/** A variant in a variant counts as what is in it. */
function unwrap(element: { type: DataType; value: unknown }): Element {
  const inner = element.value
  return element.type === DataType.Variant && inner instanceof Variant ? elementOf(inner) : element
}

function elementAt(element: Element, index: number): Element | undefined {
  if (!('values' in element) || index >= element.sizes[0]) return undefined
  const [, ...rest] = element.sizes
  if (rest.length === 0) return unwrap({ type: element.type, value: element.values[index] })
  const each = rest.reduce((product, size) => product * size, 1)
  const values = Array.prototype.slice.call(element.values, index * each, (index + 1) * each) as unknown[]
  return { type: element.type, values, sizes: rest }
}

interface Field {
  name: string
  originalName?: string
  fieldType: string
  isArray?: boolean
  category: string
  basicDataType?: number
  schema?: { subType?: string; name?: string }
}

export function isStructure(value: unknown): value is ExtensionObject & Record<string, unknown> {
  return value instanceof ExtensionObject && fieldsOf(value).length > 0
}

/** Also those of the structures that it extends. */
export function fieldsOf(structure: ExtensionObject): Field[] {
  type Schema = { fields?: Field[]; getBaseSchema?(): Schema | null } | null | undefined
  const fields: Field[] = []
  let schema = (structure as { schema?: Schema }).schema
  for (let depth = 0; schema && depth < limits.typeDepth; depth++) {
    fields.unshift(...(schema.fields ?? []))
    schema = schema.getBaseSchema?.()
  }
  return fields
}

function fieldOf(element: Element, name: string): Element | undefined {
  if ('values' in element || !isStructure(element.value)) return undefined
  const field = fieldsOf(element.value).find((one) => nameOf(one) === name)
  if (!field) return undefined
  const value = element.value[field.name]
  const type = typeOf(field)
  if (field.isArray) {
    const values = (value ?? []) as ArrayLike<unknown>
    return { type, values, sizes: [values.length] }
  }
  return unwrap(
    value === null || value === undefined ? { type: DataType.Null, value: null } : { type, value },
  )
}

/** As the server calls it. */
export function nameOf(field: Field): string {
  return field.originalName ?? field.name
}

function typeOf(field: Field): DataType {
  if (field.category === 'complex') return DataType.ExtensionObject
  if (field.category === 'enumeration') return DataType.Int32
  const names = [field.fieldType, field.schema?.subType, field.schema?.name]
  const builtIn = names
    .map((name) => DataType[name as keyof typeof DataType])
    .find((type) => type !== undefined)
  return builtIn ?? field.basicDataType ?? DataType.Null
}
