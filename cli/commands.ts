import type { Command } from 'commander'
import { doctor } from './commands/doctor.ts'
import { logs } from './commands/logs.ts'
import { stop } from './commands/stop.ts'

/** Every command of `ecoki`; a new one is a file in cli/commands and a line here. */
export const commands: (() => Command)[] = [doctor, logs, stop]
