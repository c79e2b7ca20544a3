import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { checkoutDirectory } from '#config/directories.ts'
import { readLines, runProgram } from './program.ts'
import { oneCheck, skippedCheck } from './tally.ts'
import type { Tally } from './tally.ts'

/** Everything is written in one format. */
export async function checkFormat(): Promise<Tally> {
  return oneCheck(await runTool('prettier', ['--check', '--log-level', 'warn', '.']))
}

/** The rules of eslint.config.mjs: walls between folders, no cycles, no `any`. */
export async function checkRules(): Promise<Tally> {
  return oneCheck(await runTool('eslint', ['--max-warnings', '0', '.']))
}

/** The types fit. */
export async function checkTypes(): Promise<Tally> {
  return oneCheck(await runTool('typescript', ['--noEmit', '--pretty'], 'tsc'))
}

/** The types of the pages fit, also to the gateway's answers. */
export async function checkPageTypes(): Promise<Tally> {
  return oneCheck(await runTool('typescript', ['--project', 'web', '--noEmit', '--pretty'], 'tsc'))
}

/** The drills of the short set, each of which counts as one test. */
export async function runDrills(): Promise<Tally> {
  const script = join(checkoutDirectory, 'test', 'drills', 'run.ts')
  if (!existsSync(script)) return skippedCheck('drills', 'there are none yet')
  const results: boolean[] = []
  const hasPassed = await readLines([script, '--test'], (line) => {
    if (line.startsWith('{')) results.push((JSON.parse(line) as { pass: boolean }).pass)
  })
  const failed = results.filter((pass) => !pass).length
  // A run that ends badly without saying which drill was to blame fails all the same.
  return { passed: results.length - failed, failed: failed || (hasPassed ? 0 : 1), skipped: [] }
}

function runTool(packageName: string, args: string[], bin = packageName): Promise<boolean> {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`)
  const { bin: bins } = createRequire(import.meta.url)(manifest) as { bin: string | Record<string, string> }
  const script = typeof bins === 'string' ? bins : bins[bin]
  return runProgram(process.execPath, [join(dirname(manifest), script), ...args])
}
