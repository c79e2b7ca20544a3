/** Brings the table of actions in docs/audit.md up to date: node docs/write-audit.ts */
import { readFileSync, writeFileSync } from 'node:fs'
import { withActions } from '#api/audit/audit-doc.ts'

const file = new URL('audit.md', import.meta.url)
writeFileSync(file, withActions(readFileSync(file, 'utf8')))
