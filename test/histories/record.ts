/**
 * Keeps the history of a run for the replay test: node test/histories/record.ts RUN NAME, while the product runs.
 * A recorded history is never changed: it stands for runs that people have open when they upgrade.
 */
import { writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { findInstance } from '#config/instance.ts'
import { provideTemporalProgram } from '#runtime/temporal-program.ts'

const [runId, name] = process.argv.slice(2)
if (!runId || !name) throw new Error('usage: node test/histories/record.ts RUN NAME')
const { cacheDir, temporalAddress } = findInstance()
const temporal = await provideTemporalProgram(cacheDir, () => undefined)
const args = ['workflow', 'show', '--workflow-id', runId, '--output', 'json', '--address', temporalAddress]
const { stdout } = await execa(temporal, args)
// Machine names are nobody's business.
const text = stdout.replaceAll(hostname(), 'recorded')
writeFileSync(join(import.meta.dirname, `${name}.json`), `${text}\n`)
