/** Writes docs/problems.md: node docs/write-problems.ts */
import { writeFileSync } from 'node:fs'
import { problemsMarkdown } from '#pipeline/problems-doc.ts'

writeFileSync(new URL('problems.md', import.meta.url), problemsMarkdown())
