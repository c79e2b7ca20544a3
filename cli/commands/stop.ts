import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from 'commander'
import { checkoutDirectory } from '#config/directories.ts'

/** `ecoki stop`: the same as `npm stop`. */
export function stop(): Command {
  return new Command('stop').description('End the EcoKI of this checkout.').action(async () => {
    const script = join(checkoutDirectory, 'runtime', 'stop.ts')
    const [code] = (await once(spawn(process.execPath, [script], { stdio: 'inherit' }), 'exit')) as [
      number | null,
    ]
    process.exitCode = code ?? 1
  })
}
