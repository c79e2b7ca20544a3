import type { Command } from 'commander'
import { scriptCommand } from '../run-script.ts'

/** `ecoki backup FILE`: everything into one encrypted file. */
export function backup(): Command {
  return scriptCommand(
    'backup',
    'Write everything into one encrypted file, also while EcoKI runs.',
    'backup-entry.ts',
  )
}
