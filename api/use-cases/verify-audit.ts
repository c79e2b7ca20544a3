/** Finds out whether the audit is as it was written: every row, its place, and the end that was noted elsewhere. */
import type { Pool } from 'pg'
import { readHeads } from '../audit/heads-file.ts'
import type { AuditHead, HeadsFile } from '../audit/heads-file.ts'
import { auditColumns, hashOfRow, noHash } from '../audit/row.ts'
import type { AuditRow } from '../audit/row.ts'

/**
 * `edited`: a row is not what was hashed. `missing`: rows are gone. `order`: a row does not follow the one before it
 * (moved, inserted or put in the place of another). `head`: a row is not the one that was noted outside of the
 * database, so the chain was written anew. `cut`: the end that was noted is gone. `unreadable`: a line of the file.
 * `no-file`: there are rows, but no file.
 */
export interface AuditProblem {
  kind: 'edited' | 'missing' | 'order' | 'head' | 'cut' | 'unreadable' | 'no-file'
  /** Row, or line of the file. */
  at: string
}

export interface AuditVerdict {
  rows: number
  /** Heads in the file; null when there is no file. */
  heads: number | null
  /** The first thousand, in order of their rows. */
  problems: AuditProblem[]
}

const pageRows = 5_000
const shownProblems = 1_000

/** Reads the file first, so that rows which are being added do not look cut off. */
export async function verifyAudit(pool: Pool, headsPath: string): Promise<AuditVerdict> {
  const file = await readHeads(headsPath)
  const chain = new Chain(file)
  for (;;) {
    const { rows } = await pool.query<AuditRow>(
      `select ${auditColumns} from audit a where a.seq > $1 order by a.seq limit $2`,
      [chain.seq.toString(), pageRows],
    )
    if (rows.length === 0) break
    for (const row of rows) chain.add(row)
  }
  const lost: AuditProblem[] = file || chain.rows === 0 ? [] : [{ kind: 'no-file', at: headsPath }]
  const problems = [...chain.problems, ...chain.cut(), ...unreadable(file), ...lost]
  return { rows: chain.rows, heads: file?.heads.length ?? null, problems: problems.slice(0, shownProblems) }
}

class Chain {
  rows = 0
  seq = -(2n ** 63n)
  readonly problems: AuditProblem[] = []
  readonly #heads: Map<string, Set<string>>
  #hash = noHash
  #next = 1n

  constructor(file: HeadsFile | undefined) {
    this.#heads = byRow(file?.heads ?? [])
  }

  add(row: AuditRow): void {
    this.seq = BigInt(row.seq)
    this.rows++
    if (hashOfRow(row) !== row.hash) this.#report('edited', row.seq)
    if (this.seq > this.#next) this.#report('missing', `${this.#next}-${this.seq - 1n}`)
    else if (this.seq < this.#next || row.prevHash !== this.#hash) this.#report('order', row.seq)
    const noted = this.#heads.get(row.seq)
    if (noted && (noted.size > 1 || !noted.has(row.hash))) this.#report('head', row.seq)
    this.#heads.delete(row.seq)
    this.#hash = row.hash
    this.#next = this.seq + 1n
  }

  /** What was noted and is not there; rows missing in the middle have been reported already. */
  cut(): AuditProblem[] {
    const last = [...this.#heads.keys()].filter((seq) => BigInt(seq) >= this.#next).at(-1)
    return last === undefined ? [] : [{ kind: 'cut', at: `${this.#next}-${last}` }]
  }

  #report(kind: AuditProblem['kind'], at: string): void {
    if (this.problems.length < shownProblems) this.problems.push({ kind, at })
  }
}

function byRow(heads: AuditHead[]): Map<string, Set<string>> {
  const map = new Map<string, Set<string>>()
  for (const { seq, hash } of heads) map.set(seq, (map.get(seq) ?? new Set()).add(hash))
  return map
}

function unreadable(file: HeadsFile | undefined): AuditProblem[] {
  return (file?.unreadable ?? []).map((line) => ({ kind: 'unreadable', at: `line ${line}` }))
}
