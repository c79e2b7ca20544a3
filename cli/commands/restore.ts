import type { Command } from 'commander'
import { scriptCommand } from '../run-script.ts'

/** `ecoki restore FILE`: puts a backup in the place of the data folder. */
export function restore(): Command {
  return scriptCommand(
    'restore',
    'Put a backup in the place of the data folder of a stopped EcoKI.',
    'backup-entry.ts',
  )
}
