/** `ecoki backup` and `ecoki restore`. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { readBackupPassphrase } from '#config/backup.ts'
import { EnvironmentError } from '#config/environment.ts'
import { readRunningInstance } from '#config/instance.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import { BackupError } from './backup-error.ts'
import { readPassphrase } from './passphrase.ts'
import { providePostgresPrograms } from './postgres-programs.ts'
import type { Report } from './progress.ts'
import { checkBackup, restoreBackup } from './restore-backup.ts'
import { whileStopped, withDatabase } from './standing-database.ts'
import { megabytes, writeBackup } from './write-backup.ts'

interface Options {
  passphraseFile?: string
  check?: boolean
}

const program = new Command('ecoki')
const from = [
  '--passphrase-file <file>',
  'its first line; else ECOKI_BACKUP_PASSPHRASE, else it is asked for',
] as const
program
  .command('backup')
  .description('Write everything into one encrypted file; may be called while EcoKI runs.')
  .argument('<file>', 'a new file')
  .option(...from)
  .action(told(backUp))
program
  .command('restore')
  .description('Put a backup in the place of the data folder; EcoKI must be stopped.')
  .argument('<file>', 'what `ecoki backup` has written')
  .option('--check', 'only read it to its end, and say whether it could be restored')
  .option(...from)
  .action(told(restore))
await program.parseAsync()
process.exit()

async function backUp(given: string, { passphraseFile }: Options): Promise<string> {
  const config = readSupervisorConfig()
  const file = resolve(given)
  const passphrase = await readPassphrase({
    file: passphraseFile,
    given: readBackupPassphrase(),
    isNew: true,
  })
  const report = reporter()
  const binDir = await providePostgresPrograms(config.cacheDir, report)
  const done = await withDatabase(config, binDir, (databaseUrl) =>
    writeBackup({ dataDir: config.dataDir, databaseUrl, binDir }, { file, passphrase }, report),
  )
  const lost =
    done.lost > 0
      ? `\n${done.lost} objects of finished runs were not in the store: they were lost before.`
      : ''
  const faulty =
    done.faulty.length > 0
      ? `\nFiles of the archive that were gone or damaged before: ${done.faulty.join(', ')}.`
      : ''
  return `${done.file}: ${megabytes(done.bytes)}, with ${done.objects} objects of the store.${lost}${faulty}
Keep the passphrase elsewhere: nobody can open the file without.`
}

async function restore(given: string, { passphraseFile, check }: Options): Promise<string> {
  const config = readSupervisorConfig()
  const passphrase = await readPassphrase({
    file: passphraseFile,
    given: readBackupPassphrase(),
    isNew: false,
  })
  const backup = { file: resolve(given), passphrase }
  const report = reporter()
  if (check) return `The backup is whole: ${describe(await checkBackup(backup, report))}.`
  if (config.databaseUrl)
    throw new BackupError(
      'DATABASE_URL names a server of your own: a restore replaces the embedded one only.',
    )
  if (readRunningInstance(config.dataDir)) throw new BackupError('EcoKI runs here. Stop it first: npm stop')
  const binDir = await providePostgresPrograms(config.cacheDir, report)
  const done = await whileStopped(config.dataDir, () =>
    restoreBackup(backup, { dataDir: config.dataDir, binDir }, report),
  )
  const before = done.before
    ? `\nWhat was there before is in ${done.before}; delete it when all is well.`
    : ''
  return `Restored into ${config.dataDir}: ${describe(done.manifest)}.${before}\nNext: npm start`
}

function describe({
  createdAt,
  runs,
  objects,
}: {
  createdAt: string
  runs: number
  objects: number
}): string {
  return `made at ${createdAt}, with ${runs} runs and ${objects} objects`
}

/** Prints what comes back, or the sentence that says why nothing does. */
function told(work: (file: string, options: Options) => Promise<string>) {
  return async (file: string, options: Options): Promise<void> => {
    try {
      console.log(await work(file, options))
    } catch (error) {
      console.error((error as Error).message)
      const isMistake = error instanceof BackupError || error instanceof EnvironmentError
      process.exitCode = isMistake ? 2 : 1
    }
  }
}

/** One line that changes, on a terminal; elsewhere a line each ten seconds. */
function reporter(): Report {
  let lastMs = Date.now()
  const { isTTY } = process.stderr
  return (text) => {
    if (Date.now() - lastMs < (isTTY ? 100 : 10_000)) return
    lastMs = Date.now()
    process.stderr.write(isTTY ? `\r\x1b[2K  ${text}` : `  ${text}\n`)
  }
}
