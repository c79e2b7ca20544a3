import { z } from 'zod'
import { absolutePath } from './fields.ts'
import type { Variables } from './environment.ts'
import { readEnvironment } from './environment.ts'

/** The environment of the tests. */
export const testSchema = z.object({
  /** Python with the reference libraries (docs/block-references.md). Unset: comparisons are skipped, in CI they fail. */
  ECOKI_TEST_PYTHON: absolutePath.optional(),
  /** Folder with public data sets that are not committed. */
  ECOKI_TEST_DATA: absolutePath.optional(),
  /** Chromium for the tests in the browser. Unset: the system's, or Debian's package unpacked into the cache. */
  ECOKI_TEST_CHROMIUM: absolutePath.optional(),
  /** Folder of an adapter from elsewhere that the contract is tried on. Unset: the example's. */
  ECOKI_TEST_ADAPTER: absolutePath.optional(),
  /** Set by build servers: nothing may be skipped. */
  CI: z.string().optional(),
})

export type TestEnvironment = z.infer<typeof testSchema>

export function testEnvironment(variables?: Variables): TestEnvironment {
  return readEnvironment(testSchema, variables)
}

/** Tells the tests of this run, which are processes of their own, where the Python with the references is. */
export function setTestPython(path: string): void {
  process.env.ECOKI_TEST_PYTHON = path
}
