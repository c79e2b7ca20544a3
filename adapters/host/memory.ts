/** What an adapter remembers beyond its session. */
import type pg from 'pg'
import type { AdapterContext } from '#adapters/adapter.ts'

type Memory = AdapterContext['memory']

export function storedMemory(pool: pg.Pool, connectionId: string): Memory {
  return {
    async get(name) {
      const { rows } = await pool.query<{ value: unknown }>(
        'select value from connection_memory where connection_id = $1 and name = $2',
        [connectionId, name],
      )
      return rows[0]?.value
    },
    async set(name, value) {
      await pool.query(
        `insert into connection_memory (connection_id, name, value) values ($1, $2, $3)
         on conflict (connection_id, name) do update set value = excluded.value`,
        [connectionId, name, JSON.stringify(value)],
      )
    },
  }
}

/** Of a connection that is only tried. */
export function passingMemory(): Memory {
  const kept = new Map<string, unknown>()
  return {
    get: async (name) => kept.get(name),
    set: async (name, value) => void kept.set(name, value),
  }
}
