/** Everyone who may knock: strangers, people of each role, an administrator without a project, tokens that may too little. */
import { v7 as uuid } from 'uuid'
import { tokenScopes } from '#api/actor.ts'
import type { Role, TokenScope } from '#api/actor.ts'
import { hashSecret, newSecret } from '#api/auth/secrets.ts'
import type { Credential, GatewayServer } from '../fixtures/gateway-server.ts'

export interface WalkCaller {
  name: string
  /** What they show. */
  credential(): Promise<Credential>
  /** Their session has ended: they will sign in again. */
  forget(): void
  /** In their own project. */
  role?: Role
  scopes: readonly TokenScope[]
  isAdministrator: boolean
  userId?: string
  email?: string
  /** A token of theirs that nothing else names. */
  freshToken(): Promise<string>
}

const password = 'a heron stands in the basin'

export async function makeCallers(gateway: GatewayServer, projectId: string): Promise<WalkCaller[]> {
  const admin = await makePerson(gateway, { projectId, role: 'admin' })
  const others = (['viewer', 'operator', 'engineer'] as const).map((role) =>
    makePerson(gateway, { projectId, role }),
  )
  return [
    anonymous,
    ...(await Promise.all(others)),
    admin,
    await makePerson(gateway, {}),
    ...(await Promise.all(
      tokenScopes.map((scope) => makeToken(gateway, { projectId, admin, lacking: scope })),
    )),
  ]
}

const anonymous: WalkCaller = {
  ...{ name: 'anonymous', scopes: [], isAdministrator: false },
  credential: async () => ({}),
  forget: () => undefined,
  freshToken: async () => uuid(),
}

/** With a role in the project, or without any as administrator of the installation. */
async function makePerson(
  gateway: GatewayServer,
  { projectId, role }: { projectId?: string; role?: Role },
): Promise<WalkCaller> {
  const name = role ?? 'administrator'
  const email = `${name}@plant.example`
  const { prisma } = gateway.app
  const link = await gateway.linkFor({ email, isAdministrator: role === undefined, projectId, role })
  let { cookie } = await gateway.call('session.acceptLink', { secret: link, password, name })
  const { id } = await prisma.appUser.findUniqueOrThrow({ where: { email } })
  return {
    ...{ name, role, scopes: tokenScopes, isAdministrator: role === undefined, userId: id, email },
    credential: async () => ({
      cookie: (cookie ??= (await gateway.call('session.signIn', { email, password })).cookie),
    }),
    forget: () => (cookie = undefined),
    freshToken: async () => (await insertToken(gateway, id, { scopes: ['read'] })).id,
  }
}

async function makeToken(
  gateway: GatewayServer,
  { projectId, admin, lacking }: { projectId: string; admin: WalkCaller; lacking: TokenScope },
): Promise<WalkCaller> {
  const scopes = tokenScopes.filter((scope) => scope !== lacking)
  const { secret } = await insertToken(gateway, admin.userId ?? '', { scopes, projectId })
  return {
    ...{
      name: `token without ${lacking}`,
      role: 'admin',
      scopes,
      isAdministrator: false,
      userId: admin.userId,
    },
    credential: async () => ({ token: secret }),
    forget: admin.forget,
    freshToken: admin.freshToken,
  }
}

async function insertToken(
  { app }: GatewayServer,
  ownerId: string,
  { scopes, projectId }: { scopes: TokenScope[]; projectId?: string },
): Promise<{ id: string; secret: string }> {
  const [id, secret] = [uuid(), newSecret()]
  const roles = projectId ? { create: { projectId, role: 'admin' } } : undefined
  await app.prisma.apiToken.create({
    data: { id, hash: hashSecret(secret), name: 'walk', ownerId, scopes, roles },
  })
  return { id, secret }
}
