/** Opens the gateway for one command, and turns refusals into words and exit codes. */
import { createClient } from '#client/index.ts'
import type { Client } from '#client/index.ts'
import { findGateway } from '#config/gateway-access.ts'
import { systemLanguage } from './options.ts'
import { reportRefusal } from './report-refusal.ts'

/** Runs `work` and sets the exit code it returns. With `json` a refusal, too, is one document on standard output. */
export async function withClient(work: (client: Client) => Promise<number>, json = false): Promise<void> {
  try {
    process.exitCode = await work(createClient({ ...findGateway(), language: systemLanguage() }))
  } catch (error) {
    process.exitCode = reportRefusal(error, json)
  }
}
