/** Samples of several deliveries in the order in which every writer inserts them. */
import type { Delivery } from './deliveries.ts'
import type { SampleBatch } from './sample-batch.ts'

/** A sample where it lies. */
export interface Place {
  batch: SampleBatch
  row: number
}

/** Samples of one tag and time, as they came. */
export type Moment = Place[]

/** Sorted by tag and time: writers who insert in one order do not wait for each other in a circle. */
export function momentsOf(deliveries: Delivery[]): Moment[] {
  const places = deliveries.flatMap(({ batch }) =>
    Array.from({ length: batch.length }, (_, row): Place => ({ batch, row })),
  )
  // Stable: what came later stays later.
  places.sort(byTagAndTime)
  const moments: Moment[] = []
  for (const [index, place] of places.entries()) {
    if (index > 0 && byTagAndTime(places[index - 1], place) === 0) moments[moments.length - 1].push(place)
    else moments.push([place])
  }
  return moments
}

function byTagAndTime(a: Place, b: Place): number {
  return a.batch.keys[a.row] - b.batch.keys[b.row] || a.batch.timesUs[a.row] - b.batch.timesUs[b.row]
}
