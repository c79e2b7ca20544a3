/** The rule of revisions for what connections bring. */

/** A sample as far as the rule looks at it. */
export interface Version {
  /** Value and quality in one text: the same text is the same sample. */
  identity: string
  sequence?: bigint
  /** Epoch µs; undefined: a block wrote it. */
  receivedUs?: number
}

export interface Stored extends Version {
  revision: number
}

/**
 * Which of the given samples of one tag and time are written, and as which revision.
 *
 * Of a state the last one given has to be the valid one afterwards, those before it have to be kept; what a newer
 * arrival has already replaced (it waited in the spool) goes below it. Of an event tag every sample with another
 * sequence number, value or quality is an event of its own. So the same samples given again change nothing.
 */
export function decideRevisions<T extends Version>(
  kind: 'state' | 'event',
  stored: Stored[],
  given: T[],
): { sample: T; revision: number }[] {
  const known = stored.toSorted((a, b) => a.revision - b.revision)
  return given.flatMap((sample, index) => {
    const isLast = index === given.length - 1
    const place = kind === 'event' ? placeOfEvent(known, sample) : placeOfState(known, sample, isLast)
    if (place === 'there') return []
    const revision = place === 'below' ? known[0].revision - 1 : (known.at(-1)?.revision ?? 0) + 1
    const { identity, sequence, receivedUs } = sample
    known[place === 'below' ? 'unshift' : 'push']({ identity, sequence, receivedUs, revision })
    return [{ sample, revision }]
  })
}

type Position = 'there' | 'below' | 'above'

function placeOfEvent(known: Stored[], { identity, sequence }: Version): Position {
  const isThere = known.some((row) => row.identity === identity && row.sequence === sequence)
  return isThere ? 'there' : 'above'
}

function placeOfState(known: Stored[], { identity, receivedUs }: Version, isLast: boolean): Position {
  const newest = known.at(-1)
  if (!newest) return 'above'
  const isReplaced = (newest.receivedUs ?? -Infinity) > (receivedUs ?? Infinity)
  const isThere =
    isLast && !isReplaced ? newest.identity === identity : known.some((row) => row.identity === identity)
  if (isThere) return 'there'
  return isReplaced ? 'below' : 'above'
}
