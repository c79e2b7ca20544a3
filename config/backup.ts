import { z } from 'zod'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'

const schema = z.object({ ECOKI_BACKUP_PASSPHRASE: z.string().optional() })

/** The passphrase for backups, if the environment has it. */
export function readBackupPassphrase(variables: Variables = process.env): string | undefined {
  return readEnvironment(schema, variables).ECOKI_BACKUP_PASSPHRASE
}
