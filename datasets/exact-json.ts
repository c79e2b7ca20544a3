import type { Json } from '#blocks/block.ts'

/**
 * JSON with sorted keys that keeps every number: parsing it gives -0 back as -0. Equal values have equal texts.
 * Throws TypeError for what JSON cannot hold (NaN, infinities, undefined in lists).
 */
export function exactJson(value: Json): string {
  if (typeof value === 'number') return exactNumber(value)
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`
  if (typeof value === 'object' && value !== null) return exactObject(value)
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new TypeError(`${typeof value} is no JSON`)
  return text
}

function exactNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is no JSON`)
  return Object.is(value, -0) ? '-0' : String(value)
}

function exactObject(value: { [key: string]: Json | undefined }): string {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${exactJson(value[key] as Json)}`)
    .join(',')}}`
}
