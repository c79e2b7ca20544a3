/** The workflows as one script, bundled once per version of their source and kept in the cache. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'
import { failureConverterPath } from '#datasets/secrets/data-converter.ts'
import { hashSource } from './source-hash.ts'

const entry = resolve(import.meta.dirname, '../workflows/index.ts')

export async function provideWorkflowBundle(cacheDir: string): Promise<{ code: string }> {
  const folder = join(cacheDir, 'workflows')
  const file = join(folder, `${hashSource(entry, failureConverterPath)}.js`)
  const cached = await readFile(file, 'utf8').catch(ignoreAbsent)
  if (cached) return { code: cached }
  const { code } = await bundleWorkflowCode({ workflowsPath: entry, failureConverterPath })
  await mkdir(folder, { recursive: true })
  await writeFile(`${file}.${process.pid}.tmp`, code)
  await rename(`${file}.${process.pid}.tmp`, file)
  return { code }
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
