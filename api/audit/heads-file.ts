/** The file outside of the database that keeps what the audit's newest row was, line by line. */
import { open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The newest row at some time. */
export interface AuditHead {
  seq: string
  hash: string
}

export interface HeadsFile {
  heads: AuditHead[]
  /** Numbers, from 1, of lines that are no heads. */
  unreadable: number[]
}

const linePattern = /^\S+ (\d{1,19}) ([0-9a-f]{64})$/

/** Undefined when there is no such file. */
export async function readHeads(path: string): Promise<HeadsFile | undefined> {
  const text = await readFile(path, 'utf8').catch(ignoreMissing)
  if (text === undefined) return undefined
  const file: HeadsFile = { heads: [], unreadable: [] }
  const lines = text.split('\n')
  // What comes after the last line end was being written when the machine stopped.
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const found = linePattern.exec(line)
    if (found) file.heads.push({ seq: found[1], hash: found[2] })
    else file.unreadable.push(index + 1)
  }
  return file
}

/** Adds a line, readable by its owner only; returns once it is on the disk. */
export async function appendHead(path: string, { seq, hash }: AuditHead, at = new Date()): Promise<void> {
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    if (size === 0) await syncFolder(dirname(path))
    else if (!(await endsWithLine(file, size))) await file.truncate(await endOfLastLine(path))
    await file.appendFile(`${at.toISOString()} ${seq} ${hash}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function endsWithLine(file: Awaited<ReturnType<typeof open>>, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() === '\n'
}

async function endOfLastLine(path: string): Promise<number> {
  return (await readFile(path)).lastIndexOf('\n') + 1
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
