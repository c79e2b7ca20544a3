/** Connections to the database, any of which may break at any time. */
import pg from 'pg'

/**
 * A pool that survives the loss of its connections. A query on a broken connection fails, and the next one opens
 * another; the loss itself, which pg also reports outside of queries and which would end the process, is nobody's.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', ignoreLoss)
  // While a transaction holds a connection the pool does not listen to it.
  pool.on('connect', (client) => client.on('error', ignoreLoss))
  return pool
}

function ignoreLoss(): void {
  return undefined
}
