import type pg from 'pg'

/** The part of pg's connection that its types leave out. */
interface CopyConnection {
  stream: { destroy(error: Error): void }
  query(text: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
}

/** A server that says nothing for so long is taken for dead, and the connection with it. */
const patienceMs = 18_000

/**
 * One `COPY ... FROM STDIN` with bytes that are there already. Rejects when the connection breaks, whenever that is;
 * then nobody knows whether the rows are there.
 */
export function copyIn(client: pg.ClientBase, sql: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(sql, bytes, (error) => (error ? reject(error) : resolve())))
  })
}

/** What pg calls while it runs. */
class CopyIn implements pg.Submittable {
  readonly #sql: string
  readonly #bytes: Uint8Array
  readonly #done: (error?: Error) => void
  /** Where the client has a time limit for queries, it puts here what ends it. */
  callback?: () => void
  #error?: Error
  #timer?: NodeJS.Timeout

  constructor(sql: string, bytes: Uint8Array, done: (error?: Error) => void) {
    this.#sql = sql
    this.#bytes = bytes
    this.#done = done
  }

  submit(connection: pg.Connection): void {
    const { stream } = connection
    const giveUp = () => stream.destroy(new Error(`no answer to a COPY within ${patienceMs} ms`))
    this.#timer = setTimeout(giveUp, patienceMs)
    connection.query(this.#sql)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#bytes)
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {
    // The number of rows is known: all, or an error.
  }

  /** After an error of the server it still says that it is ready; a broken connection says nothing more. */
  handleError(error: Error): void {
    this.#error = error
    this.#end(error)
  }

  handleReadyForQuery(): void {
    if (!this.#error) this.#end()
  }

  #end(error?: Error): void {
    clearTimeout(this.#timer)
    this.callback?.()
    this.#done(error)
  }
}
