import { startVitest } from 'vitest/node'
import type { TestCase } from 'vitest/node'
import { checkoutDirectory } from '#config/directories.ts'
import type { Tally } from './tally.ts'

/** Runs one of the projects of vitest.config.ts and counts its tests; errors outside of tests count as failed. */
export async function runTests(project: 'unit' | 'integration' | 'browser'): Promise<Tally> {
  const vitest = await startVitest('test', [], {
    root: checkoutDirectory,
    run: true,
    watch: false,
    project: [project],
  })
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  const brokenFiles = vitest.state.getTestModules().filter((module) => module.errors().length > 0)
  const otherErrors = vitest.state.getUnhandledErrors()
  await vitest.close()
  process.exitCode = undefined // vitest sets it; the last line of the whole run decides
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed:
      tests.filter((test) => test.result().state === 'failed').length +
      brokenFiles.length +
      otherErrors.length,
    skipped: tests.filter((test) => isSkipped(test)).map(describeSkip),
  }
}

function isSkipped(test: TestCase): boolean {
  const { state } = test.result()
  return state === 'skipped' || state === 'pending'
}

function describeSkip(test: TestCase): Tally['skipped'][number] {
  const result = test.result()
  const note = 'note' in result ? result.note : undefined
  return { name: `${test.module.relativeModuleId} > ${test.fullName}`, reason: note ?? 'no reason given' }
}
