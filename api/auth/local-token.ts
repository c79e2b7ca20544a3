/** The token of the command line on this machine: it acts for the operating system's user who started EcoKI. */
import { userInfo } from 'node:os'
import { v7 as uuid } from 'uuid'
import { defaultProjectId } from '../app.ts'
import type { App } from '../app.ts'
import { recordIn } from '../use-cases/accounts/with-auth.ts'
import { keepSecret } from './secret-file.ts'
import { hashSecret, newSecret } from './secrets.ts'

const role = 'engineer'
const scopes = ['read', 'run', 'write']

/** Writes the token's file where it is missing and makes it the only valid one: engineer in the default project. */
export async function provideLocalToken(app: App, file: string): Promise<void> {
  const hash = hashSecret(keepSecret(file, newSecret))
  await app.prisma.$transaction(async (transaction) => {
    if (await transaction.apiToken.findUnique({ where: { hash } })) return
    await transaction.apiToken.deleteMany({ where: { kind: 'local' } })
    const id = uuid()
    const roles = { create: { projectId: defaultProjectId, role } }
    await transaction.apiToken.create({
      data: { id, hash, name: userInfo().username, kind: 'local', scopes, roles },
    })
    const change = { action: 'token.create-local', object: { kind: 'token', id } }
    await recordIn(transaction, { actor: app.actor }, change)
  })
}
