/** People, as administrators see and change them. */
import { DomainError } from '#pipeline/domain-error.ts'
import type { Role } from '../../actor.ts'
import type { App } from '../../app.ts'
import { makeChange, stateHash } from './change.ts'
import { makeLink, shownLink } from './links.ts'
import type { ShownLink } from './links.ts'
import { requireProject } from './projects.ts'
import type { Transaction } from './with-auth.ts'

export interface Person {
  id: string
  name: string
  email: string
  isAdministrator: boolean
  isActive: boolean
  createdAt: string
  projects: { id: string; name: string; role: Role }[]
}

export async function listPeople({ prisma }: App): Promise<Person[]> {
  const people = await prisma.appUser.findMany({
    orderBy: { email: 'asc' },
    include: { memberships: { include: { project: true }, orderBy: { project: { name: 'asc' } } } },
  })
  return people.map(({ id, name, email, isAdministrator, deactivatedAt, createdAt, memberships }) => ({
    ...{
      id,
      name,
      email,
      isAdministrator,
      isActive: deactivatedAt === null,
      createdAt: createdAt.toISOString(),
    },
    projects: memberships.map(({ project, role }) => ({
      id: project.id,
      name: project.name,
      role: role as Role,
    })),
  }))
}

export interface Invitation {
  email: string
  isAdministrator: boolean
  projectId?: string
  role?: Role
}

/** Throws DomainError 'user-exists' or 'project-unknown'. An earlier invitation of the same address stops working. */
export async function invite(app: App, { email, ...rights }: Invitation): Promise<ShownLink> {
  return makeChange(app, rights.projectId, async (transaction) => {
    const address = email.toLowerCase()
    if (rights.projectId !== undefined) await requireProject(transaction, rights.projectId)
    if (await transaction.appUser.findUnique({ where: { email: address } }))
      throw new DomainError('user-exists')
    await transaction.accountLink.deleteMany({ where: { kind: 'invitation', email: address, usedAt: null } })
    const link = await makeLink(transaction, { kind: 'invitation', email: address, ...rights })
    const object = { kind: 'link', id: link.id }
    return {
      result: shownLink(link),
      change: { action: 'user.invite', object, after: stateHash({ address, ...rights }) },
    }
  })
}

/** For whoever forgot the password. Throws DomainError 'user-unknown'. */
export async function offerReset(app: App, userId: string): Promise<ShownLink> {
  return makeChange(app, undefined, async (transaction) => {
    await requirePerson(transaction, userId)
    await transaction.accountLink.deleteMany({ where: { kind: 'reset', userId, usedAt: null } })
    const link = await makeLink(transaction, { kind: 'reset', userId })
    return {
      result: shownLink(link),
      change: { action: 'user.offer-reset', object: { kind: 'user', id: userId } },
    }
  })
}

export interface Standing {
  isActive?: boolean
  isAdministrator?: boolean
}

/**
 * Sessions and links of whoever is deactivated end at once, their tokens stop. Throws DomainError 'user-unknown', and
 * 'last-administrator' where nobody would be left to undo it.
 */
export async function changeStanding(
  app: App,
  userId: string,
  { isActive, isAdministrator }: Standing,
): Promise<void> {
  await makeChange(app, undefined, async (transaction) => {
    await transaction.$executeRaw`select id from app_user where is_administrator for update`
    const person = await requirePerson(transaction, userId)
    const deactivatedAt = isActive === undefined ? person.deactivatedAt : isActive ? null : new Date()
    await transaction.appUser.update({ where: { id: userId }, data: { deactivatedAt, isAdministrator } })
    const left = await transaction.appUser.count({ where: { isAdministrator: true, deactivatedAt: null } })
    if (left === 0) throw new DomainError('last-administrator')
    if (deactivatedAt) {
      await transaction.userSession.deleteMany({ where: { userId } })
      await transaction.accountLink.deleteMany({ where: { userId, usedAt: null } })
    }
    const before = { isActive: person.deactivatedAt === null, isAdministrator: person.isAdministrator }
    const after = {
      ...before,
      ...(isActive !== undefined && { isActive }),
      ...(isAdministrator !== undefined && { isAdministrator }),
    }
    const object = { kind: 'user', id: userId }
    return {
      result: undefined,
      change: { action: 'user.standing', object, before: stateHash(before), after: stateHash(after) },
    }
  })
}

/** Throws DomainError 'user-unknown'. */
export async function requirePerson(transaction: Transaction, id: string) {
  const person = await transaction.appUser.findUnique({ where: { id } })
  if (!person) throw new DomainError('user-unknown')
  return person
}
