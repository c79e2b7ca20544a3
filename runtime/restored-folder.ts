/** How a restored folder takes the place of the one before: no moment leaves half of each. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'

/** Completes an exchange of folders that was interrupted between its two halves; called before a data folder is used. */
export function completeRestore(dataDir: string): void {
  if (!existsSync(dataDir) && existsSync(`${dataDir}.restored`)) renameSync(`${dataDir}.restored`, dataDir)
}

/** From the first renaming on the new folder is known to be complete. Returns where the old one is. */
export function takePlace(dataDir: string): string | undefined {
  rmSync(`${dataDir}.restored`, { recursive: true, force: true })
  renameSync(`${dataDir}.restoring`, `${dataDir}.restored`)
  const hasBefore = existsSync(dataDir) && readdirSync(dataDir).length > 0
  const before = `${dataDir}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  if (hasBefore) renameSync(dataDir, before)
  renameSync(`${dataDir}.restored`, dataDir)
  return hasBefore ? before : undefined
}
