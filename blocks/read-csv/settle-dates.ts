/** A second look at dates that were read without a mistake: would day and month the other way round do as well? */
import { compareTimes, exchanged } from './date-order.ts'
import type { Guess } from './guess.ts'
import { parseFile } from './parse.ts'
import type { Candidate } from './sniff-types.ts'
import { fileColumn, provenColumn } from './prove.ts'
import type { Proof, ProofOptions, ProvenColumn } from './prove.ts'

/** The proof with the order of day and month that the whole file speaks for; where none does, both are named. */
export async function settleDates(
  proof: Proof,
  candidates: Guess['candidates'],
  options: ProofOptions,
): Promise<Proof> {
  const open = [...proof.columns].flatMap(([name, chosen]) => {
    const other = otherFormat(chosen, candidates.get(name) ?? [])
    return other === undefined ? [] : [{ name, chosen, candidate: { type: 'time' as const, format: other } }]
  })
  if (open.length === 0) return proof
  const asked = open.map(({ name, candidate }) => fileColumn(name, [candidate], { ...options, round: 0 }))
  const parsed = await parseFile({ ...options, columns: asked, spill: options.spill() })
  const columns = new Map(proof.columns)
  for (const [at, { name, chosen, candidate }] of open.entries()) {
    const rival = provenColumn(parsed, asked[at], parsed.columns[at], candidate)
    columns.set(name, await settled(chosen, rival))
  }
  return { ...proof, columns }
}

/** Only what was detected is in doubt: a stated format has no other candidate. */
function otherFormat({ type, format, badCount }: ProvenColumn, list: Candidate[]): string | undefined {
  const other = type === 'time' && badCount === 0 ? exchanged(format ?? '') : undefined
  return list.some((candidate) => candidate.format === other) ? other : undefined
}

async function settled(chosen: ProvenColumn, rival: ProvenColumn): Promise<ProvenColumn> {
  if (rival.badCount > 0 || !chosen.times || !rival.times) return chosen
  const { better, isClear } = await compareTimes(chosen.times, rival.times)
  if (better === 'same') return chosen
  const takesChosen = better === 'neither' ? isDayFirst(chosen.format!) : better === 'first'
  const [taken, other] = takesChosen ? [chosen, rival] : [rival, chosen]
  return isClear ? taken : { ...taken, rival: other.format }
}

function isDayFirst(format: string): boolean {
  return format.indexOf('%d') < format.indexOf('%m')
}
