/** One text per JSON value: the basis of every hash. */

/**
 * JSON with keys sorted by UTF-16 code unit, no spaces. 0 and -0 are equal; undefined members are left out;
 * `__proto__` is a key like any other. Throws for what JSON cannot hold (NaN, infinities, bigint, functions,
 * cycles): such a value in a plan is a bug. Iterative, so depth is no limit.
 */
export function canonicalJson(value: unknown): string {
  const parts: string[] = []
  const todo: Task[] = [{ kind: 'value', value }]
  const open = new Set<object>()
  for (let task = todo.pop(); task; task = todo.pop()) {
    if (task.kind === 'text') parts.push(task.text)
    else if (task.kind === 'close') open.delete(task.value)
    else if (typeof task.value === 'object' && task.value !== null) pushMembers(todo, open, task.value)
    else parts.push(scalar(task.value))
  }
  return parts.join('')
}

type Task =
  { kind: 'value'; value: unknown } | { kind: 'text'; text: string } | { kind: 'close'; value: object }

/** Puts the members on the stack in reverse, so that they come off in order. */
function pushMembers(todo: Task[], open: Set<object>, value: object): void {
  if (open.has(value)) throw new TypeError('canonicalJson: the value contains itself')
  open.add(value)
  const isList = Array.isArray(value)
  const members = isList ? value.map((item) => ['', item] as const) : sortedEntries(value)
  todo.push({ kind: 'close', value }, text(isList ? ']' : '}'))
  for (let i = members.length - 1; i >= 0; i--) {
    todo.push({ kind: 'value', value: members[i][1] })
    const comma = i > 0 ? ',' : ''
    todo.push(text(isList ? comma : `${comma}${JSON.stringify(members[i][0])}:`))
  }
  todo.push(text(isList ? '[' : '{'))
}

function sortedEntries(value: object): [string, unknown][] {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1))
}

function text(value: string): Task {
  return { kind: 'text', text: value }
}

function scalar(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`canonicalJson: ${value} is no JSON`)
  const isJson = value === null || ['string', 'number', 'boolean'].includes(typeof value)
  if (!isJson) throw new TypeError(`canonicalJson: ${typeof value} is no JSON`)
  return JSON.stringify(value === 0 ? 0 : value)
}
