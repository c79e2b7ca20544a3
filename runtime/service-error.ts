/** A service that cannot be installed as asked; the message says in a sentence why. Exit code 2. */
export class ServiceError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ServiceError'
  }
}
