import type { Command } from 'commander'
import { admin } from './commands/admin.ts'
import { audit } from './commands/audit.ts'
import { backup } from './commands/backup.ts'
import { blocks } from './commands/blocks.ts'
import { cancel } from './commands/cancel.ts'
import { deleteCommand } from './commands/delete.ts'
import { doctor } from './commands/doctor.ts'
import { exportCommand } from './commands/export.ts'
import { keys } from './commands/keys.ts'
import { logs } from './commands/logs.ts'
import { plant } from './commands/plant.ts'
import { rerun } from './commands/rerun.ts'
import { restore } from './commands/restore.ts'
import { run } from './commands/run.ts'
import { runs } from './commands/runs.ts'
import { service } from './commands/service.ts'
import { show } from './commands/show.ts'
import { stop } from './commands/stop.ts'
import { validate } from './commands/validate.ts'

/** Every command of `ecoki`; a new one is a file in cli/commands and a line here. */
export const commands: (() => Command)[] = [
  run,
  validate,
  runs,
  show,
  rerun,
  cancel,
  deleteCommand,
  exportCommand,
  blocks,
  audit,
  doctor,
  logs,
  backup,
  restore,
  service,
  keys,
  admin,
  plant,
  stop,
]
