/** Reference implementations in Python (Polars, pandas, scikit-learn, ...), run in the same test as the block. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestContext } from 'vitest'
import { environmentForChild } from '#config/environment.ts'
import { testEnvironment } from '#config/test.ts'
import type { Cell } from '#test/fixtures/cells.ts'
import { cellsOf } from '#test/fixtures/cells.ts'
import type { Table } from '#pipeline/table.ts'

const prelude = new URL('./prelude.py', import.meta.url)
const reason =
  'ECOKI_TEST_PYTHON names no Python with polars, pandas, numpy, scikit-learn, statsmodels, mpmath'

/** Options of a test with a reference: importing the libraries alone takes seconds on a busy machine. */
export const referenceTime = { timeout: 90_000 }

export interface PythonOptions {
  /** More files for the script, by name, in its working folder. */
  files?: Record<string, Uint8Array | string>
  timeoutMs?: number
}

/**
 * Runs a Python script that defines `main(input)` and returns what it returns, both ways as JSON. `input` is the
 * object given here; numbers survive to the bit, NaN, infinities and int64 travel as strings (see prelude.py).
 * Where no Python is set the test is skipped with the reason; on a build server it fails.
 */
export async function runPython(
  context: Pick<TestContext, 'skip'>,
  script: string,
  input: unknown,
  options: PythonOptions = {},
): Promise<unknown> {
  const python = pythonOrSkip(context)
  const folder = await mkdtemp(join(tmpdir(), 'ecoki-reference-'))
  try {
    const files = {
      'input.json': JSON.stringify(input),
      'main.py': script,
      'prelude.py': await readFile(prelude),
    }
    for (const [name, content] of Object.entries({ ...options.files, ...files })) {
      await writeFile(join(folder, name), content)
    }
    const env = environmentForChild({ POLARS_MAX_THREADS: '1', OMP_NUM_THREADS: '1', PYTHONUTF8: '1' })
    const limits = { cwd: folder, env, timeout: options.timeoutMs ?? 60_000, maxBuffer: 1 << 26 }
    await promisify(execFile)(python, ['prelude.py'], limits)
    return JSON.parse(await readFile(join(folder, 'output.json'), 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function pythonOrSkip(context: Pick<TestContext, 'skip'>): string {
  const { ECOKI_TEST_PYTHON: python, CI } = testEnvironment()
  if (python) return python
  if (CI) throw new Error(reason)
  return context.skip(reason)
}

/** A table as JSON for `read_table` of the prelude: a list of cells per column, null where missing. */
export function tableForPython(table: Table): Record<string, { type: string; values: unknown[] }> {
  const columns = table.schema.columns.map(({ name, type }, index) => {
    const values = cellsOf(table.columns[index]).map((cell) => toJson(cell.value))
    return [name, { type, values }] as const
  })
  return Object.fromEntries(columns)
}

/** One value as JSON: what JSON lacks, and int64, as text. */
export function toJson(value: Cell['value']): unknown {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

/** A number out of the reference's JSON: null stays null, 'NaN' and infinities become numbers. */
export function numberFromPython(value: unknown): number | null {
  return value === null ? null : Number(value)
}
