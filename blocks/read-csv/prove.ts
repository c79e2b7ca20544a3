/** The guess, proven by passes over the whole file: a column's first candidate that reads every cell is its type. */
import type { ReadCsvConfig } from './config.ts'
import type { Dialect } from './dialect.ts'
import type { Guess } from './guess.ts'
import { isCode, isWhole, slowNumber } from './numbers.ts'
import { parseFile } from './parse.ts'
import type { BadRow, FileColumn, Parsed } from './parse.ts'
import { cellRules } from './rules.ts'
import type { SpillOptions } from './spilling.ts'
import type { ParsedColumn } from './spilled-column.ts'
import type { Candidate } from './sniff-types.ts'

/** A share of unreadable cells above which a column is text. */
const textShare = 0.1

export interface ProvenColumn extends Candidate {
  nullable: boolean
  bad: BadRow[]
  badCount: number
  /** The format that reads every date as well, with day and month exchanged. */
  rival?: string
  /** Kept of time columns only. */
  times?: ParsedColumn
}

export interface Proof {
  rows: number
  lines: Uint32Array
  ragged: BadRow[]
  /** By name, in the order of the file. */
  columns: Map<string, ProvenColumn>
}

export interface ProofOptions {
  path: string
  dialect: Dialect
  config: ReadCsvConfig
  signal: AbortSignal
  /** Asked for each pass. */
  spill(): SpillOptions
}

/** One pass for all columns, further ones for those whose first candidates did not fit. */
export async function prove(candidates: Guess['candidates'], options: ProofOptions): Promise<Proof> {
  const trials = new Map<string, ProvenColumn[]>([...candidates.keys()].map((name) => [name, []]))
  let proof: Pick<Proof, 'rows' | 'lines' | 'ragged'> = { rows: 0, lines: new Uint32Array(0), ragged: [] }
  for (let round = 0; ; round++) {
    const open = [...candidates].filter(([name, list]) => isOpen(list, trials.get(name)!, options))
    if (open.length === 0) break
    const columns = open.map(([name, list]) => fileColumn(name, list, { ...options, round }))
    const parsed = await parseFile({ ...options, columns, spill: options.spill() })
    if (round === 0) proof = { ...parsed, ragged: parsed.bad.filter((item) => item.row < 0) }
    columns.forEach((column, at) =>
      trials
        .get(column.name)!
        .push(provenColumn(parsed, column, parsed.columns[at], candidates.get(column.name)![round])),
    )
  }
  const columns = new Map(
    [...trials].map(([name, done]) => [
      name,
      best(candidates.get(name)!, lossless(done, options), proof.rows),
    ]),
  )
  return { ...proof, columns }
}

/** Text reads everything and needs no trial unless it is the only candidate. */
function isOpen(list: Candidate[], done: ProvenColumn[], options: ProofOptions): boolean {
  if (lossless(done, options).some((trial) => trial.badCount === 0)) return false
  return done.length < list.length
}

/**
 * Whole numbers beyond int64 do not make a column of whole numbers one of doubles, which would round them; zeros in
 * front of whole numbers make it text, since no number keeps them.
 */
function lossless(done: ProvenColumn[], { dialect }: ProofOptions): ProvenColumn[] {
  const integer = done.find((trial) => trial.type === 'integer')
  if (integer?.bad.some(({ found }) => isCode(String(found)) && isWhole(String(found), dialect)))
    return done.filter((trial) => trial.type !== 'integer' && trial.type !== 'number')
  const numbers = integer?.bad.flatMap(({ found }) =>
    slowNumber(String(found), dialect) === undefined ? [] : [String(found)],
  )
  if (!numbers?.length || !numbers.every((text) => isWhole(text, dialect))) return done
  return done.filter((trial) => trial.type !== 'number')
}

/** A column whose type is stated has no other candidate and takes codes as numbers. */
export function fileColumn(
  name: string,
  list: Candidate[],
  { dialect, config, round }: ProofOptions & { round: number },
): FileColumn {
  const { type, format } = list[round]
  const rules = { ...cellRules(dialect, config, format), refusesCodes: list.length > 1 }
  return { index: dialect.names.indexOf(name), name, type, rules, keep: type === 'time' }
}

/** Nullable: a missing value that is not a bad cell. */
export function provenColumn(
  parsed: Parsed,
  { name, type }: FileColumn,
  data: ParsedColumn,
  candidate: Candidate,
): ProvenColumn {
  const bad = parsed.bad.filter((item) => item.column === name)
  const badCount = parsed.badCounts.get(name) ?? 0
  const nullable = (parsed.missingCounts.get(name) ?? 0) > badCount
  return { ...candidate, nullable, bad, badCount, times: type === 'time' ? data : undefined }
}

/** The clean candidate; text only where every other one fails often; a column without values is a number. */
function best(list: Candidate[], done: ProvenColumn[], rows: number): ProvenColumn {
  const others = done.filter((trial) => trial.type !== 'text')
  const least = others.reduce<ProvenColumn | undefined>(
    (a, b) => (a && a.badCount <= b.badCount ? a : b),
    undefined,
  )
  if (!least) return done[0]
  const isText = list.length > 1 && least.badCount > textShare * rows
  return isText ? (done.find((trial) => trial.type === 'text') ?? least) : least
}
