/** The gateway for programs: every procedure is a POST of its input, described as OpenAPI 3.1. */
import { generateOpenApiDocument } from 'trpc-to-openapi'
import type { OpenApiRouter } from 'trpc-to-openapi'
import { appRouter } from '../root.ts'
import { permissions } from '../permissions.ts'
import type { Permission } from '../permissions.ts'

/** Where programs call procedures: `/api/v1/runs/start`. */
export const apiPrefix = '/api/v1'

interface Described {
  _def: { type: 'query' | 'mutation' | 'subscription'; meta?: Record<string, unknown> }
}

/** Procedures that programs can call: all but streams, by the address behind the prefix. */
export function callablePaths(): Map<string, string> {
  const procedures = Object.entries(appRouter._def.procedures) as unknown as [string, Described][]
  const callable = procedures.filter(([, { _def }]) => _def.type !== 'subscription')
  return new Map(callable.map(([path]) => [`/${path.replaceAll('.', '/')}`, path]))
}

export function describeApi(version: string): object {
  describeProcedures()
  const description = generateOpenApiDocument(appRouter as unknown as OpenApiRouter, {
    title: 'EcoKI',
    description: 'Every address takes its input as JSON by POST. Times are ISO 8601, wide integers are text.',
    version,
    baseUrl: apiPrefix,
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  })
  return withRefusals(description as unknown as Description)
}

interface Description {
  paths: Record<string, { post: { responses: Record<string, unknown> } }>
  components: Record<string, unknown>
}

/** What the gateway says instead of an answer, whatever was asked. */
const refusal = {
  description: 'Why not',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          httpStatus: { type: 'integer' },
          params: { type: 'object' },
          fieldErrors: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
          requestId: { type: 'string' },
        },
        required: ['code', 'httpStatus', 'params', 'fieldErrors'],
      },
    },
  },
}

/** The bridge describes the errors of another kind of server. */
function withRefusals(description: Description): object {
  for (const { post } of Object.values(description.paths)) {
    post.responses = { 200: post.responses['200'], default: { $ref: '#/components/responses/Refusal' } }
  }
  const { schemas = {}, securitySchemes } = description.components
  const used = Object.entries(schemas as object).filter(([name]) => !name.startsWith('error.'))
  const components = { schemas: Object.fromEntries(used), securitySchemes, responses: { Refusal: refusal } }
  return { ...description, components }
}

/** The bridge reads its part from each procedure's meta; here it follows from name and rights by one rule. */
function describeProcedures(): void {
  const procedures = appRouter._def.procedures as unknown as Record<string, Described>
  for (const [address, path] of callablePaths()) {
    const { _def } = procedures[path]
    const permission = permissions[path]
    _def.meta = {
      openapi: {
        method: 'POST',
        path: address,
        tags: [path.split('.')[0]],
        summary: neededRights(permission),
        protect: permission.scope !== 'public',
      },
    }
  }
}

function neededRights(permission: Permission): string {
  if (permission.scope === 'public') return 'For anyone'
  const scope = `token scope ${permission.token}`
  if (permission.scope === 'project') return `Role ${permission.role} in the project, ${scope}`
  return permission.scope === 'system' ? `Administrators, ${scope}` : `Any role, ${scope}`
}
