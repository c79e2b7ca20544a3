import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { EnvironmentError } from '#config/environment.ts'
import { readRunningInstance } from '#config/instance.ts'
import { endProcess } from '#config/processes.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import { endOrphans } from './orphans.ts'
import { clearLeftovers } from './postgres-cluster.ts'

await new Command('npm stop')
  .description('End the EcoKI of this checkout; nothing is lost.')
  .action(stop)
  .parseAsync()

async function stop(): Promise<void> {
  try {
    console.log(await stopProduct(readSupervisorConfig().dataDir))
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = error instanceof EnvironmentError ? 2 : 1
  }
}

async function stopProduct(dataDir: string): Promise<string> {
  const running = readRunningInstance(dataDir)
  if (running) {
    const term = { signal: 'SIGTERM', patienceMs: 20_000 } as const
    await endProcess(running.supervisor, [term, { signal: 'SIGKILL', patienceMs: 5_000 }])
  }
  const leftovers = existsSync(dataDir) ? await clear(realpathSync(dataDir)) : 0
  if (running) return 'EcoKI has ended. Nothing is lost: `npm start` goes on from here.'
  return leftovers > 0
    ? `${leftovers} processes of an earlier start were ended.`
    : 'No EcoKI runs in this checkout.'
}

async function clear(dataDir: string): Promise<number> {
  const ended = await endOrphans(dataDir)
  return ended + (await clearLeftovers(join(dataDir, 'postgres')))
}
