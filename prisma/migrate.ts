import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { withSchemaEngine } from './schema-engine.ts'

const directory = join(import.meta.dirname, 'migrations')
// Applying numbered SQL needs no models, only the kind of database.
const datamodel = 'datasource db {\n  provider = "postgresql"\n}\n'
const filters = { externalTables: [], externalEnums: [] }

/**
 * Applies the numbered migrations that a database has not seen yet, in order, and returns their names. Keeps the
 * books in `_prisma_migrations` as `prisma migrate deploy` does. Needs no network.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const applied = await withSchemaEngine(databaseUrl, datamodel, (engine) =>
    engine.applyMigrations({ migrationsList: readMigrations(), filters }),
  )
  return applied.appliedMigrationNames
}

/** The SQL that makes the tables of a Prisma schema in an empty database: the raw material of a migration. */
export async function schemaAsSql(databaseUrl: string, schema: string): Promise<string> {
  const { stdout } = await withSchemaEngine(databaseUrl, schema, (engine) =>
    engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters,
    }),
  )
  return stdout ?? ''
}

/** The names of all migrations of this version, in the order in which they are applied. */
export function migrationNames(): string[] {
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'migration.sql')))
    .sort()
}

function readMigrations(): MigrationList {
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: read(join(name, 'migration.sql')) },
      },
    })),
  }
}

function read(path: string): string {
  return readFileSync(join(directory, path), 'utf8')
}
