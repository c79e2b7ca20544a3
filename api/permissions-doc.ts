/** docs/permissions.md, made from the authorisation table. */
import { roles } from './actor.ts'
import { permissions } from './permissions.ts'
import type { Permission } from './permissions.ts'

const head = `# Permissions

What each procedure of the gateway asks of its caller. A procedure that is not in this table keeps the gateway from starting,
and a test calls every one of them as everyone.

- A **project** procedure names its project in the input. Whoever is in the project with a role below the one it needs is
  refused (403); for all others the project does not exist (404), and neither does anything in it.
- Roles, each with the rights of those before it: ${roles.map((role) => `**${role}**`).join(', ')}.
- An **administrator** looks after the installation: people, projects, the audit as a whole. That opens no project; an
  administrator who needs one takes a role in it, and the audit says so.
- A **token** needs the scope as well, and never does more than the person it belongs to may do at that moment. No token is
  an administrator.

This page is made by \`node docs/write-permissions.ts\` from \`api/permissions.ts\`.

| Procedure | Who | Scope of a token |
| --- | --- | --- |
`

/** The page as Markdown; one row for every procedure, in alphabetical order. */
export function permissionsMarkdown(): string {
  return head + Object.keys(permissions).sort().map(row).join('')
}

function row(path: string): string {
  const permission = permissions[path]
  const scope = 'token' in permission ? permission.token : '-'
  return `| \`${path}\` | ${whoMay(permission)} | ${scope} |\n`
}

function whoMay(permission: Permission): string {
  if (permission.scope === 'project') return `${permission.role} of the project`
  if (permission.scope === 'system') return 'administrator'
  return permission.scope === 'public' ? 'everyone' : 'everyone who is signed in'
}
