/** How a procedure is called in the test of the authorisation table: one entry for each procedure. */
import type { WalkCaller } from './callers.ts'
import type { Place } from './place.ts'

export interface Case {
  /** A valid input about the objects of a place; made anew for each call. */
  input(place: Place, caller: WalkCaller): unknown
  /** Codes that a caller with the right to call may get as well. */
  alsoThrough?: readonly string[]
  /** The objects an input names, by field: each is also asked for in vain, and with those of another project. */
  ids?(place: Place): Record<string, unknown> | Promise<Record<string, unknown>>
  /** Inputs that name, in own projects, what belongs to others: 404 for all. */
  foreign?(own: Place, other: Place, caller: WalkCaller): unknown[] | Promise<unknown[]>
  /** A mutation that finds things as they should be has nothing to do, and nothing to put on record. */
  mayChangeNothing?: boolean
  /** The input is about the installation and takes no `projectId`. */
  withoutProject?: boolean
  /** The call ends or changes its caller's session: each gets one of its own. */
  endsSession?: boolean
}

export type Cases = Readonly<Record<string, Case>>

type More = Omit<Case, 'input' | 'ids'>
type Fields = Record<string, unknown>

/** The input names nothing but, perhaps, its project. */
export function plain(
  fields: (place: Place, caller: WalkCaller) => unknown = () => ({}),
  more: More = {},
): Case {
  return { input: fields, ...more }
}

/** Within a project, and about no object of it. */
export function inProject(fields: (place: Place) => Fields = () => ({}), more: More = {}): Case {
  return { input: (place) => ({ projectId: place.projectId, ...fields(place) }), ...more }
}

/** About objects of a project; `ids` are the fields that name them. */
export function about(
  ids: (place: Place) => Fields | Promise<Fields>,
  fields: (place: Place) => Fields = () => ({}),
  more: More = {},
): Case {
  const project = ({ projectId }: Place) => (more.withoutProject ? {} : { projectId })
  const input = async (place: Place) => ({ ...project(place), ...fields(place), ...(await ids(place)) })
  return { input, ids, ...more }
}
