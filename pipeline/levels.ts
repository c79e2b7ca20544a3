/** Levels of a graph without recursion, and its cycles. */
import { compareText } from './graph.ts'

/** Successors of every node; every node is a key. */
export type Successors = ReadonlyMap<string, readonly string[]>

/** Longest way from a source for every node that is neither on a cycle nor behind one (Kahn), in order of levels, ids within. */
export function levelsOf(successors: Successors): Map<string, number> {
  const waiting = new Map<string, number>([...successors.keys()].map((id) => [id, 0]))
  for (const targets of successors.values())
    for (const id of targets) waiting.set(id, (waiting.get(id) ?? 0) + 1)
  const levels = new Map<string, number>()
  let current = [...waiting].flatMap(([id, count]) => (count === 0 ? [id] : []))
  for (let level = 0; current.length > 0; level++) {
    const next: string[] = []
    for (const id of current.sort(compareText)) {
      levels.set(id, level)
      for (const target of successors.get(id) ?? []) if (arrive(waiting, target)) next.push(target)
    }
    current = next
  }
  return levels
}

function arrive(waiting: Map<string, number>, id: string): boolean {
  const left = (waiting.get(id) ?? 0) - 1
  waiting.set(id, left)
  return left === 0
}

/**
 * One cycle of every strongly connected part, as a path that ends where it begins: the shortest through the
 * part's first id. Tarjan's algorithm with a stack of its own.
 */
export function cyclesOf(successors: Successors): string[][] {
  return componentsOf(successors).flatMap((members) => {
    const start = [...members].sort(compareText)[0]
    const path = shortestWayBack(successors, start, new Set(members))
    return path ? [path] : []
  })
}

interface Visit {
  id: string
  next: number
}

interface Tarjan {
  successors: Successors
  index: Map<string, number>
  low: Map<string, number>
  stack: string[]
  onStack: Set<string>
  components: string[][]
}

function componentsOf(successors: Successors): string[][] {
  const state: Tarjan = {
    successors,
    index: new Map(),
    low: new Map(),
    stack: [],
    onStack: new Set(),
    components: [],
  }
  for (const id of [...successors.keys()].sort(compareText)) if (!state.index.has(id)) visit(state, id)
  return state.components
}

function visit(state: Tarjan, root: string): void {
  const calls: Visit[] = [enter(state, root)]
  for (let call = calls.at(-1); call; call = calls.at(-1)) {
    const target = state.successors.get(call.id)?.[call.next++]
    if (target === undefined) {
      calls.pop()
      leave(state, call.id, calls.at(-1)?.id)
    } else if (!state.index.has(target)) calls.push(enter(state, target))
    else if (state.onStack.has(target)) lower(state, call.id, state.index.get(target))
  }
}

function enter(state: Tarjan, id: string): Visit {
  state.index.set(id, state.index.size)
  state.low.set(id, state.index.size - 1)
  state.stack.push(id)
  state.onStack.add(id)
  return { id, next: 0 }
}

function leave(state: Tarjan, id: string, parent: string | undefined): void {
  if (parent !== undefined) lower(state, parent, state.low.get(id))
  if (state.low.get(id) !== state.index.get(id)) return
  const members: string[] = []
  let member: string | undefined
  do {
    member = state.stack.pop()
    if (member === undefined) break
    state.onStack.delete(member)
    members.push(member)
  } while (member !== id)
  state.components.push(members)
}

function lower(state: Tarjan, id: string, to = Infinity): void {
  state.low.set(id, Math.min(state.low.get(id) ?? Infinity, to))
}

/** Breadth first from start to start within a part; undefined for a single node that is not wired to itself. */
function shortestWayBack(successors: Successors, start: string, within: Set<string>): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const id of queue) {
    for (const target of successors.get(id) ?? []) {
      if (target === start) return pathTo(id, cameFrom, start)
      if (!within.has(target) || cameFrom.has(target)) continue
      cameFrom.set(target, id)
      queue.push(target)
    }
  }
  return undefined
}

function pathTo(last: string, cameFrom: Map<string, string>, start: string): string[] {
  const path = [start]
  for (let at: string | undefined = last; at !== undefined && at !== start; at = cameFrom.get(at))
    path.push(at)
  return [...path, start].reverse()
}
