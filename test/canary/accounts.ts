/** What people and programs show, and what the product itself made up. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultProjectId as projectId } from '#api/app.ts'
import { openKeyRing } from '#config/key-ring.ts'
import { setupLink } from '../browser/person.ts'
import { canaryOf } from './canary.ts'
import type { Planter } from './planter.ts'
import type { Shown } from './visitor.ts'

/** What the product itself made up: passwords of the database, keys. */
export async function plantOwn(planter: Planter): Promise<void> {
  const read = (name: string) => readFileSync(join(planter.product.dataDir, name), 'utf8').trim()
  const { postgresPassword, apiPassword } = JSON.parse(read('secrets.json')) as Record<string, string>
  planter.secret('password of the database', postgresPassword)
  planter.secret("password of the gateway's role", apiPassword)
  planter.secret('key of sessions', read('session-key'))
  planter.secret('token of this machine', read('token'))
  planter.secrets.push(canaryOf('key of secrets', openKeyRing(planter.product.dataDir).current().bytes))
}

export async function signUp(planter: Planter): Promise<Shown> {
  const link = planter.secret('set-up link', (await setupLink(planter.product)).split('#')[1])
  await planter.visitor.must('session.readLink', { secret: link })
  const password = planter.secret('first password')
  const account = { secret: link, name: 'Ada', email: 'ada@plant.example', password }
  await planter.visitor.must('session.acceptLink', account)
  return signIn(planter, 'ada@plant.example', password)
}

async function signIn(planter: Planter, email: string, password: string): Promise<Shown> {
  const { cookies } = await planter.visitor.must('session.signIn', { email, password })
  const value = decodeURIComponent(cookies[0].slice(cookies[0].indexOf('=') + 1))
  planter.secret(
    `signature of a session of ${email}`,
    value.slice(value.lastIndexOf('.') + 1).replace(/=+$/, ''),
  )
  return { cookies }
}

/** People, their passwords and links; programs and their tokens. */
export async function plantAccounts(planter: Planter): Promise<void> {
  const invitation = { email: 'bob@plant.example', projectId, role: 'engineer' }
  const invited = await planter.visitor.must('users.invite', invitation, {
    as: planter.admin,
    isSecret: true,
  })
  const link = planter.secret('invitation', String(invited.data.path).split('#')[1])
  const first = planter.secret('password of the invited')
  await planter.visitor.must('session.acceptLink', { secret: link, password: first, name: 'Bob' })
  const bob = await signIn(planter, invitation.email, first)
  const next = planter.secret('new password')
  await planter.visitor.must(
    'session.changePassword',
    { currentPassword: first, newPassword: next },
    { as: bob },
  )
  const people = await planter.visitor.must('users.list', {}, { as: planter.admin })
  const { id: userId } = (people.data as { id: string; email: string }[]).find(
    ({ email }) => email === invitation.email,
  )!
  const reset = await planter.visitor.must(
    'users.offerReset',
    { userId },
    { as: planter.admin, isSecret: true },
  )
  planter.secret('reset link', String(reset.data.path).split('#')[1])
  await planter.visitor.must(
    'users.setRole',
    { userId: await idOfAdmin(planter), projectId, role: 'admin' },
    { as: planter.admin },
  )
  const wanted = { name: 'press', scopes: ['read', 'run'], roles: [{ projectId, role: 'operator' }] }
  const made = await planter.visitor.must('tokens.create', wanted, { as: planter.admin, isSecret: true })
  planter.secret('token', made.data.secret as string)
  const rotated = await planter.visitor.must(
    'tokens.rotate',
    { tokenId: made.data.id },
    { as: planter.admin, isSecret: true },
  )
  planter.secret('rotated token', rotated.data.secret as string)
  await planter.visitor.must('runs.list', { projectId }, { as: { token: rotated.data.secret as string } })
}

async function idOfAdmin(planter: Planter): Promise<string> {
  return (await planter.visitor.must('users.me', {}, { as: planter.admin })).data.id as string
}
