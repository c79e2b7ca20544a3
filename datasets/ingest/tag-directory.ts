import type pg from 'pg'
import type { TagType } from '../historian-tags.ts'

/** What the writer has to know of a tag. */
export interface KnownTag {
  id: number
  projectId: string
  /** The id of the project as four big-endian words. */
  projectWords: Int32Array
  type: TagType
}

const freshMs = 10_000

/** Tags by id, as they were within the last ten seconds. */
export class TagDirectory {
  #tags = new Map<number, KnownTag>()
  #asked = new Map<number, number>()

  /** Asks for those that are not known or were asked for too long ago. */
  async load(client: pg.Pool | pg.ClientBase, ids: Set<number>): Promise<Map<number, KnownTag>> {
    const due = performance.now() - freshMs
    const wanted = [...ids].filter((id) => (this.#asked.get(id) ?? -Infinity) < due)
    if (wanted.length > 0) await this.#ask(client, wanted)
    return this.#tags
  }

  /** What is known may be wrong by now. */
  forget(): void {
    this.#asked.clear()
  }

  async #ask(client: pg.Pool | pg.ClientBase, ids: number[]): Promise<void> {
    const { rows } = await client.query<Omit<KnownTag, 'projectWords'>>(
      'select id, project_id as "projectId", value_type as type from tag where id = any($1)',
      [ids],
    )
    const now = performance.now()
    for (const id of ids) {
      this.#tags.delete(id)
      this.#asked.set(id, now)
    }
    for (const row of rows) this.#tags.set(row.id, { ...row, projectWords: wordsOf(row.projectId) })
  }
}

function wordsOf(uuid: string): Int32Array {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  return Int32Array.from({ length: 4 }, (_, word) => bytes.readInt32BE(word * 4))
}
