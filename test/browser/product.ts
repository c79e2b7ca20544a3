/** The product that the browser tests share, as it describes itself. */
import { readFileSync } from 'node:fs'
import type { Instance } from '#config/instance.ts'
import { instanceFile } from '#config/instance.ts'

export function readInstance(dataDir: string): Instance {
  return JSON.parse(readFileSync(instanceFile(dataDir), 'utf8')) as Instance
}
