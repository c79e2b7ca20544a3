/** Writes docs/permissions.md: node docs/write-permissions.ts */
import { writeFileSync } from 'node:fs'
import { permissionsMarkdown } from '#api/permissions-doc.ts'

writeFileSync(new URL('permissions.md', import.meta.url), permissionsMarkdown())
