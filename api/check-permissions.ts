/** Keeps the server from starting with a procedure that nobody has thought about. */
import { permissions } from './permissions.ts'

interface Procedure {
  _def: { inputs: unknown[]; output?: unknown; type: 'query' | 'mutation' | 'subscription' }
}

/** Throws with every procedure that lacks its entry in the table, its input or its output schema, and every idle entry. */
export function checkPermissions(
  router: { _def: { procedures: object } },
  /** Names under which plain routes ask the table. */
  routes: readonly string[] = [],
): void {
  const procedures = Object.entries(router._def.procedures) as [string, Procedure][]
  const known = new Set([...routes, ...procedures.map(([path]) => path)])
  const problems = [
    ...routes
      .filter((path) => !Object.hasOwn(permissions, path))
      .map((path) => `${path} is not in the authorisation table`),
    ...procedures.flatMap(([path, { _def }]) => [
      ...(Object.hasOwn(permissions, path) ? [] : [`${path} is not in the authorisation table`]),
      ...(_def.inputs.length > 0 ? [] : [`${path} has no input schema`]),
      ...(_def.output ? [] : [`${path} has no output schema`]),
    ]),
    ...Object.keys(permissions)
      .filter((path) => !known.has(path))
      .map((path) => `${path} is in the authorisation table, but no procedure`),
  ]
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
