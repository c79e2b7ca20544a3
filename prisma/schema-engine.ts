import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

/** Prisma's schema engine; only the WebAssembly build is used, which needs no download. */
export type SchemaEngine = bindings.SchemaEngine

type Exports = Record<string, unknown>

// Neither the bindings nor Node's types describe these.
interface Wiring {
  __wbg_set_wasm(exports: Exports): void
}
interface WebAssemblyApi {
  instantiate(binary: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>
}

let loaded: Promise<void> | undefined

/**
 * Prisma's adapter cuts scripts at every semicolon, also within function bodies and comments. PostgreSQL takes them
 * whole, and then as one transaction: a migration is applied entirely or not at all.
 */
class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super(pool)
    this.#pool = pool
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const connection = await super.connect()
    connection.executeScript = async (script) => void (await this.#pool.query(script))
    return connection
  }
}

/** Hands an engine connected to `databaseUrl` to `work`, and closes both afterwards. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  datamodel: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await (loaded ??= loadEngine())
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, allowExitOnIdle: true })
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool))
    using engine = await bindings.SchemaEngine.new(
      { datamodels: [['schema.prisma', datamodel]] },
      () => {},
      adapter,
    )
    return await work(engine)
  } finally {
    await pool.end()
  }
}

async function loadEngine(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const binary = readFileSync(script.replace(/\.js$/, '.wasm'))
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi }
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': bindings })
  ;(bindings as unknown as Wiring).__wbg_set_wasm(instance.exports)
  const begin = instance.exports.__wbindgen_start
  if (typeof begin === 'function') begin()
}
