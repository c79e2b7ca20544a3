/** Paths into JSON: `$.motor.speed`, `$['a b'][0]`, and one `[*]` for each entry of a list. Nothing is evaluated. */

export type PathStep = string | number | typeof eachEntry
export const eachEntry = Symbol('each entry')

/** Undefined: this is no path. */
export function parsePath(text: string): PathStep[] | undefined {
  const step = /\.([^.[\]'"\s]+)|\[(?:(\d{1,6})|(\*)|'((?:[^'\\]|\\['\\])*)'|"((?:[^"\\]|\\["\\])*)")\]/y
  const start = text.startsWith('$') ? 1 : 0
  const whole = start === 1 || text.startsWith('[') ? text : `.${text}`
  step.lastIndex = start
  const steps: PathStep[] = []
  while (step.lastIndex < whole.length) {
    const found = step.exec(whole)
    if (!found) return undefined
    const [, name, index, each, single, double] = found
    if (each) steps.push(eachEntry)
    else steps.push(index === undefined ? (name ?? unescape(single ?? double)) : Number(index))
  }
  return steps.filter((each) => each === eachEntry).length > 1 ? undefined : steps
}

/** What lies at the path; undefined: nothing. Own members only. */
export function followPath(value: unknown, steps: readonly PathStep[]): unknown {
  let at = value
  for (const step of steps) {
    if (typeof at !== 'object' || at === null) return undefined
    if (typeof step === 'symbol') return undefined
    if (Array.isArray(at) !== (typeof step === 'number') || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}

/** The path before `[*]` and the path behind it. */
export function splitAtEach(steps: readonly PathStep[]): { list: PathStep[]; rest: PathStep[] } | undefined {
  const at = steps.indexOf(eachEntry)
  return at === -1 ? undefined : { list: steps.slice(0, at), rest: steps.slice(at + 1) }
}

function unescape(text: string): string {
  return text.replaceAll(/\\(['"\\])/g, '$1')
}
