import { z } from 'zod'
import { secretField } from '#adapters/config-fields.ts'

/** From strong to weak; 'strongest' takes the first that the server has. */
export const policies = ['Aes256_Sha256_RsaPss', 'Aes128_Sha256_RsaOaep', 'Basic256Sha256'] as const

const endpointUrl = z
  .string()
  .max(500)
  .regex(/^opc\.tcp:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?(\/\S*)?$/)
  .meta({ title: 'Endpoint', examples: ['opc.tcp://192.168.0.10:4840'] })

const security = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({
    mode: z.enum(['sign', 'sign-and-encrypt']),
    policy: z.enum(['strongest', ...policies]).default('strongest'),
  }),
])

const identity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('anonymous') }),
  z.strictObject({
    kind: z.literal('user'),
    user: z.string().min(1).max(200),
    password: secretField('Password'),
  }),
  z.strictObject({
    kind: z.literal('certificate'),
    /** PEM. */
    certificate: z.string().min(1).max(20_000),
    /** PEM. */
    privateKey: secretField('Private key'),
  }),
])

/** How a server is reached. */
export const opcUaConfig = z.strictObject({
  url: endpointUrl,
  security: security.default({ mode: 'sign-and-encrypt', policy: 'strongest' }),
  identity: identity.default({ kind: 'anonymous' }),
  /** 'auto' subscribes, and polls where the server has no subscriptions. */
  reading: z.enum(['auto', 'poll']).default('auto'),
  /** 'all': also a value that did not change, where its time did. 'changes': as OPC UA does it by default. */
  samples: z.enum(['all', 'changes']).default('all'),
  /** How often the server sends what it has. */
  publishingMs: z.int().min(50).max(60_000).default(200),
  /** Off: the server's certificate may name another host, as with many controllers. */
  checkHost: z.boolean().default(true),
  /** On: a password may travel unencrypted to a server that knows no other way. */
  allowPlainPassword: z.boolean().default(false),
})
export type OpcUaConfig = z.infer<typeof opcUaConfig>

/** Host and port of an endpoint's address; 4840 where it says none. */
export function targetOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url.replace(/^opc\.tcp:/, 'http:'))
  // An http address leaves 80 out, which here was said.
  const said = /^opc\.tcp:\/\/[^/]*:(\d+)/.exec(url)?.[1]
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(said ?? (port || 4840)) }
}
