import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** What a file of its owner holds; where it is missing it is made. Of several who make it at once, one does. */
export function keepSecretFile(file: string, make: () => string = newFileSecret): string {
  if (!existsSync(file)) makeFile(file, make())
  return readFileSync(file, 'utf8').trim()
}

/** 32 random bytes as text. */
export function newFileSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** A link fails where the file is there already, and never shows half of it. */
function makeFile(file: string, secret: string): void {
  const own = `${file}.${process.pid}.new`
  writeFileSync(own, `${secret}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
}
