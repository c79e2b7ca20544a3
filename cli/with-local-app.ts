/** For the few commands that look at this machine's own database: they work, or say so, whoever else does not. */
import { userInfo } from 'node:os'
import { findInstance } from '#config/instance.ts'
import type { App } from '#api/app.ts'
import { isConnectionError } from '#api/use-cases/connection-error.ts'
import { databaseAway } from './refusals.ts'
import { reportRefusal } from './report-refusal.ts'

/** Runs `work` and sets the exit code it returns. With `json` a refusal, too, is one document on standard output. */
export async function withLocalApp(work: (app: App) => Promise<number>, json = false): Promise<void> {
  const instance = findInstance()
  const { openApp } = await import('#api/app.ts')
  const { uid, username } = userInfo()
  const app = openApp(instance, { kind: 'system', id: `os:${uid}`, name: username })
  try {
    process.exitCode = await work(app)
  } catch (error) {
    process.exitCode = reportRefusal(isConnectionError(error) ? databaseAway() : error, json)
  } finally {
    await app.close()
  }
}
