/** Writes docs/openapi.json from the procedures: `node docs/write-openapi.ts`. */
import { writeFileSync } from 'node:fs'
import { describeApi } from '#api/openapi/describe-api.ts'
import { apiVersion } from '#api/openapi/program-routes.ts'

export const openApiFile = new URL('./openapi.json', import.meta.url)

export function openApiText(): string {
  return `${JSON.stringify(describeApi(apiVersion), null, 1)}\n`
}

if (import.meta.main) writeFileSync(openApiFile, openApiText())
