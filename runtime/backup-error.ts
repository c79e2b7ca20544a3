/** A backup that cannot be written, or a file that cannot be restored; the message says in a sentence why. Exit code 2. */
export class BackupError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BackupError'
  }
}
