import type pg from 'pg'

/** A backup holds this lock until it has copied what it needs; runtime/write-backup.ts names the same number. */
const backupLock = 4_711_003

/** Whether no backup is made, nor will be before the end of the transaction: then files may go. */
export async function isBackupOver(client: pg.ClientBase): Promise<boolean> {
  const sql = 'select pg_try_advisory_xact_lock_shared($1) as free'
  const { rows } = await client.query<{ free: boolean }>(sql, [backupLock])
  return rows[0].free
}
