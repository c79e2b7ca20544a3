import pg from 'pg'

/** A role of the database for the gateway. */
export interface ApiRole {
  name: string
  /** Given where the role is ours to make; else it is there already. */
  password?: string
}

/** The role that the private server's gateway uses. */
export const apiRoleName = 'ecoki_api'

/**
 * Gives the gateway's role what it needs and no more: all tables, but rows of the audit are only read and added. It owns
 * nothing, so it cannot disable triggers. Safe to repeat, and repeated after migrations, which bring new tables. Throws
 * when the role could give itself more.
 */
export async function grantApiRights(ownerUrl: string, { name, password }: ApiRole): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    if (password !== undefined) await makeRole(client, name, password)
    await client.query(rightsOf(pg.escapeIdentifier(name)))
    await client.query(`revoke temporary on database ${await databaseOf(client)} from public`)
    await refuseOwner(client, name)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** The address of the same database for another role. */
export function urlForRole(url: string, { name, password }: Required<ApiRole>): string {
  const changed = new URL(url)
  changed.username = encodeURIComponent(name)
  changed.password = encodeURIComponent(password)
  return changed.href
}

async function makeRole(client: pg.Client, name: string, password: string): Promise<void> {
  const role = pg.escapeIdentifier(name)
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  const rights = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
  const verb = rowCount === 0 ? 'create' : 'alter'
  await client.query(`${verb} role ${role} ${rights} password ${pg.escapeLiteral(password)}`)
}

function rightsOf(role: string): string {
  return `
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage on all sequences in schema public to ${role};
    revoke all on audit, _prisma_migrations, allowed_transition from ${role};
    grant select, insert on audit to ${role};
    grant select on allowed_transition to ${role};`
}

async function databaseOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return pg.escapeIdentifier(rows[0].name)
}

async function refuseOwner(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ powerful: boolean }>(
    `select rolsuper or pg_has_role(oid, (select relowner from pg_class where oid = 'audit'::regclass), 'member')
       or has_table_privilege(oid, 'audit', 'update, delete, truncate, trigger') as powerful
     from pg_roles where rolname = $1`,
    [name],
  )
  if (rows[0]?.powerful)
    throw new Error(`The gateway's role ${name} could change the audit. Give it a role that owns no tables.`)
}
