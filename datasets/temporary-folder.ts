import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test. */
export interface TemporaryFolder {
  path: string
  remove(): Promise<void>
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'ecoki-datasets-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
