/** Calls about one project. */
import type { Connection, Sent } from './connection.ts'
import { EcokiError } from './error.ts'

export class Project {
  readonly connection: Connection
  #id: Promise<string> | undefined

  constructor(connection: Connection, id: string | undefined) {
    this.connection = connection
    this.#id = id === undefined ? undefined : Promise.resolve(id)
  }

  /** Throws EcokiError 'project-needed' when the token may use several, or none. */
  id(): Promise<string> {
    this.#id ??= this.#find()
    return this.#id
  }

  async call<T>(procedure: string, input: object, how?: Partial<Sent>): Promise<T> {
    return this.connection.call<T>(procedure, { projectId: await this.id(), ...input }, how)
  }

  /** For changes that would happen twice. */
  change<T>(procedure: string, input: object): Promise<T> {
    return this.call<T>(procedure, input, { isRepeatable: false })
  }

  async #find(): Promise<string> {
    const found = await this.connection
      .call<{ id: string }[]>('projects.list', {})
      .catch((error: unknown) => {
        this.#id = undefined
        throw error
      })
    if (found.length === 1) return found[0].id
    this.#id = undefined
    throw new EcokiError('project-needed', { projects: found.map(({ id }) => id) })
  }
}
