/** The files of a data folder that nothing can make again: keys, passwords, tokens, the audit's heads. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { archiveFolder } from './archive-copy.ts'
import { spoolFolder } from './spool-copy.ts'

/** Folders and files that are in a backup otherwise, or made anew; what is not named here is kept. */
const leftOut = new Set([
  ...[
    'postgres',
    'store',
    'temporal',
    'logs',
    'scratch',
    'backups',
    'web',
    'resources',
    'plant',
    archiveFolder,
    spoolFolder,
  ],
  ...['instance.json', 'ports.json', 'web.version', 'disk-samples.jsonl'],
])

export interface KeptFile {
  /** From the data folder. */
  path: string
  mode: number
  content: Buffer
}

/** Reads all of them; they are small. */
export function readKeptFiles(dataDir: string): KeptFile[] {
  return kept(dataDir, '')
}

function kept(dataDir: string, folder: string): KeptFile[] {
  const entries = readdirSync(join(dataDir, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (leftOut.has(path) || /\.(new|password)$/.test(path)) return []
    if (entry.isDirectory()) return kept(dataDir, path)
    if (!entry.isFile()) return []
    const file = join(dataDir, path)
    return [{ path, mode: statSync(file).mode & 0o777, content: wholeLines(path, readFileSync(file)) }]
  })
}

/** Something may be writing to the end of a log at this moment. */
function wholeLines(path: string, content: Buffer): Buffer {
  return path.endsWith('.log') ? content.subarray(0, content.lastIndexOf(10) + 1) : content
}
