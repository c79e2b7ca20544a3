/** Temporal's database is lost, or is what it was a while ago, as after a power loss. */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, backup } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Drill, DrillOptions } from './drill.ts'
import { keepAway, outage } from './outages.ts'
import type { Scene } from './scene.ts'

export const temporalFile: Drill[] = [
  outage('temporal-file/deleted', (scene, ms) => withoutTemporal(scene, ms, () => remove(scene, endings))),
  outage(
    'temporal-file/old-copy',
    (scene, ms) => withoutTemporal(scene, ms, () => putOldCopy(scene, endings)),
    {
      prepare: keepCopy,
    },
  ),
  // The log of the newer database stays beside the older one.
  outage(
    'temporal-file/old-copy-newer-log',
    (scene, ms) => withoutTemporal(scene, ms, () => putOldCopy(scene, [''])),
    {
      prepare: keepCopy,
    },
  ),
]

const endings = ['', '-wal', '-shm']

function withoutTemporal(scene: Scene, outageMs: number, meanwhile: () => void): Promise<number> {
  return keepAway(scene, { temporal: 'SIGKILL' }, outageMs, meanwhile)
}

function fileOf({ dataDir }: Scene): string {
  return join(dataDir, 'temporal', 'temporal.db')
}

function copyOf({ dataDir }: Scene): string {
  return join(dataDir, 'temporal.db.old')
}

function remove(scene: Scene, which: string[]): void {
  for (const ending of which) rmSync(fileOf(scene) + ending, { force: true })
}

function putOldCopy(scene: Scene, replaced: string[]): void {
  remove(scene, replaced)
  copyFileSync(copyOf(scene), fileOf(scene))
}

/** Copies the database as it is now under load, and lets it grow old. */
async function keepCopy(scene: Scene, { isShort, random }: DrillOptions): Promise<void> {
  await sleep(1_000 + random.below(1_000))
  rmSync(copyOf(scene), { force: true })
  const database = new DatabaseSync(fileOf(scene))
  try {
    await backup(database, copyOf(scene))
  } finally {
    database.close()
  }
  await sleep(isShort ? 5_000 + random.below(3_000) : 30_000)
}
