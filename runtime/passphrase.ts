/** The passphrase of a backup: from a file, the environment or the terminal; never from an argument, which others see. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { BackupError } from './backup-error.ts'

const minLength = 12

export interface PassphraseSources {
  file?: string
  /** Of the environment. */
  given?: string
  /** A new one is asked for twice, and must not be short. */
  isNew: boolean
}

/** Throws `BackupError` where there is none, or none that is good enough. */
export async function readPassphrase({ file, given, isNew }: PassphraseSources): Promise<string> {
  const passphrase = file ? firstLine(file) : (given ?? (await askFor(isNew)))
  if (passphrase === '') throw new BackupError('The passphrase is empty.')
  if (isNew && passphrase.length < minLength)
    throw new BackupError(`The passphrase has ${passphrase.length} characters; ${minLength} are the least.`)
  return passphrase
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]
  } catch (error) {
    throw new BackupError(
      `${file} with the passphrase cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    )
  }
}

async function askFor(isNew: boolean): Promise<string> {
  if (!process.stdin.isTTY)
    throw new BackupError('There is no passphrase: give --passphrase-file or set ECOKI_BACKUP_PASSPHRASE.')
  const passphrase = await ask(isNew ? 'New passphrase: ' : 'Passphrase: ')
  if (isNew && (await ask('Once more: ')) !== passphrase) throw new BackupError('The two are not the same.')
  return passphrase
}

async function ask(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  process.stderr.write(question)
  try {
    return await reader.question('')
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}
