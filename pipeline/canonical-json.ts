/** One text per JSON value: the basis of every hash. */

const maxDepth = 1_000

/**
 * JSON with keys sorted by UTF-16 code unit, no spaces. 0 and -0 are equal; undefined members are left out;
 * `__proto__` is a key like any other. Throws for what JSON cannot hold (NaN, infinities, bigint, functions,
 * dates, cycles) and for more than 1,000 levels: such a value in a plan is a bug.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  if (depth >= maxDepth) throw new TypeError('canonicalJson: too many levels, or the value contains itself')
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`
  return writeObject(value as Record<string, unknown>, depth)
}

function writeObject(value: Record<string, unknown>, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype)
    throw new TypeError('canonicalJson: an instance is no JSON')
  let members = ''
  for (const key of Object.keys(value).sort()) {
    if (value[key] === undefined) continue
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${write(value[key], depth + 1)}`
  }
  return `{${members}}`
}

function scalar(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new TypeError(`canonicalJson: ${String(value)} is no JSON`)
  // -0 becomes 0 here.
  return JSON.stringify(value)
}
