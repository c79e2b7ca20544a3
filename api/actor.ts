/** Who asks for something, and what they may do. */

/** Each role may do what the ones before it may. */
export const roles = ['viewer', 'operator', 'engineer', 'admin'] as const
export type Role = (typeof roles)[number]

/** What a token may be limited to; a person has all of them. */
export const tokenScopes = ['read', 'run', 'write', 'manage'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** As the audit names it. */
export interface Actor {
  kind: 'person' | 'token' | 'system' | 'anonymous'
  /** Id of the user or token; the process's name for 'system'. */
  id: string
  /** Shown to people: e-mail address, token's name, the operating system's user. */
  name: string
  /** Network address the request came from. */
  address?: string
}

/** An actor with its rights, as found for one request. */
export interface Caller {
  actor: Actor
  /** Role by project id; projects that are not listed do not exist for this caller. */
  roles: ReadonlyMap<string, Role>
  /** May do what concerns the whole installation: users, projects, health. */
  isAdministrator: boolean
  scopes: readonly TokenScope[]
  /** The person this caller is or acts for. */
  userId?: string
  /** What the caller showed: ask `isStillValid` about it while a stream is open. */
  credential?: { kind: 'session' | 'token'; id: string }
}

export function hasRole(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(needed)
}

/** The caller of requests without a session or token. */
export function anonymous(address?: string): Caller {
  const actor: Actor = { kind: 'anonymous', id: 'anonymous', name: 'anonymous', address }
  return { actor, roles: new Map(), isAdministrator: false, scopes: [] }
}
