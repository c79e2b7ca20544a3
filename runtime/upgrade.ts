import pg from 'pg'
import { migrate, migrationNames } from '#prisma/migrate.ts'

/** How a database stands to this version's migrations. */
export interface SchemaState {
  pending: string[]
  /** Applied, but unknown here: the database belongs to a newer version. */
  unknown: string[]
  isNew: boolean
}

/** Compares what a database has been given with what this version brings. */
export async function readSchemaState(databaseUrl: string): Promise<SchemaState> {
  const applied = await appliedMigrations(databaseUrl)
  const known = migrationNames()
  return {
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
    isNew: applied.length === 0,
  }
}

/** Brings a database to this version; `backUp` is called before one that holds data is changed. */
export async function upgrade(databaseUrl: string, backUp: () => Promise<string>): Promise<string> {
  const state = await readSchemaState(databaseUrl)
  if (state.unknown.length > 0) {
    throw new Error(
      `The database was made by a newer version of EcoKI (${state.unknown.join(', ')}). ` +
        'Start that version, or restore a backup made before it.',
    )
  }
  if (state.pending.length === 0) return 'the database is up to date'
  const backup = state.isNew ? undefined : await backUp()
  const applied = await migrate(databaseUrl)
  return `${applied.length} migrations applied${backup ? `, backup before: ${backup}` : ''}`
}

async function appliedMigrations(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const table = await client.query(`select to_regclass('_prisma_migrations') as found`)
    if (table.rows[0].found === null) return []
    const sql =
      'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null'
    const { rows } = await client.query<{ name: string }>(sql)
    return rows.map((row) => row.name)
  } finally {
    await client.end()
  }
}
