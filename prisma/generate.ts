import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { environmentForChild } from '#config/environment.ts'

const root = join(import.meta.dirname, '..')
const schemaFile = join(import.meta.dirname, 'schema.prisma')
const client = join(import.meta.dirname, 'client', 'client.ts')
const stamp = join(root, 'node_modules', '.ecoki-client')

/** Writes the typed database client into prisma/client where the schema has changed since; true if it did. */
export async function generateClient(): Promise<boolean> {
  const wanted = fingerprint()
  if (existsSync(client) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  const program = createRequire(import.meta.url).resolve('prisma/build/index.js')
  // Prisma insists on a schema engine here but never starts it: any file will do, and nothing is downloaded.
  const env = environmentForChild({
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  })
  await promisify(execFile)(process.execPath, [program, 'generate', '--no-hints'], { cwd: root, env })
  writeFileSync(stamp, wanted)
  return true
}

function fingerprint(): string {
  const { version } = createRequire(import.meta.url)('prisma/package.json') as { version: string }
  return createHash('sha256').update(version).update(readFileSync(schemaFile)).digest('hex')
}

if (import.meta.main) await generateClient()
