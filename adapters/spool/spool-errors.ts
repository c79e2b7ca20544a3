/** The disk cannot take more, or not for certain. */
export class SpoolFull extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SpoolFull'
  }
}
