import type { Command } from 'commander'
import { scriptCommand } from '../run-script.ts'

/** `ecoki service install|uninstall|status`: start with the machine, by systemd. */
export function service(): Command {
  return scriptCommand(
    'service',
    'Start EcoKI with the machine, by systemd: install, uninstall, status.',
    'service-entry.ts',
  )
}
