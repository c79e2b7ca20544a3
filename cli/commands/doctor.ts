import { Command } from 'commander'
import { readCliConfig } from '#config/cli.ts'
import { readRunningInstance } from '#config/instance.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Check, Finding, Patient } from '../doctor/check.ts'
import {
  checkCache,
  checkCertificate,
  checkDisk,
  checkGrowth,
  checkMemory,
  checkNode,
  checkPermissions,
} from '../doctor/machine.ts'
import { checkPorts } from '../doctor/ports.ts'

const checks: Check[] = [
  () => [checkNode()],
  () => [checkMemory()],
  checkDisk,
  checkGrowth,
  checkCertificate,
  (patient) => [checkCache(patient)],
  checkPermissions,
  // What they ask with is loaded for nobody else.
  async (patient) => (await import('../doctor/services.ts')).checkServices(patient),
  checkPorts,
]

/** `ecoki doctor`: what works here, what does not, and what to do about it. */
export function doctor(): Command {
  return new Command('doctor')
    .description('Check this machine and the running EcoKI; exit code 1 if something has to be done.')
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readCliConfig()
      const findings = await examine({ config, running: readRunningInstance(config.dataDir) })
      console.log(json ? JSON.stringify(findings, null, 2) : formatFindings(findings))
      const hasProblem = findings.some(({ state }) => state === 'problem')
      process.exitCode = hasProblem ? exitCodes.failed : exitCodes.done
    })
}

async function examine(patient: Patient): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => check(patient)))
  return found.flat()
}

/** The findings as a table, with what to do below each that is not well. */
export function formatFindings(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  return findings
    .flatMap(({ check, state, found, remedy }) => [
      `${state.padEnd(7)}  ${check.padEnd(width)}  ${found}`,
      ...(remedy ? [`${' '.repeat(width + 11)}-> ${remedy}`] : []),
    ])
    .join('\n')
}
