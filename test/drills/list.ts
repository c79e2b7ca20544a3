/** All drills, in the order in which they are run on one product. */
import type { Drill } from './drill.ts'
import { children } from './children.ts'
import { diskFull } from './disk-full.ts'
import { outages } from './outages.ts'
import { plantDrills } from './plant/plant-drills.ts'
import { temporalFile } from './temporal-file.ts'
import { workerKilled } from './worker-killed.ts'

export const allDrills: Drill[] = [
  ...workerKilled,
  ...outages,
  ...temporalFile,
  ...children,
  ...diskFull,
  ...plantDrills,
]

/** Three kills x three instants stand for all 24; of everything else there is one of each kind, those of the plant aside. */
export const shortDrills: Drill[] = [
  ...workerKilled.filter((_, turn) => [0, 2, 7].includes(turn)),
  ...outages,
  ...temporalFile,
  ...children,
  ...diskFull,
]
