/** Projects, and who may do what in them. */
import { v7 as uuid } from 'uuid'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Role } from '../../actor.ts'
import type { App } from '../../app.ts'
import { makeChange, stateHash, unlessTaken } from './change.ts'
import type { Transaction } from './with-auth.ts'

/** Whoever makes a project administers it. Throws DomainError 'project-exists'. */
export async function createProject(app: App, name: string, userId: string): Promise<{ id: string }> {
  const id = uuid()
  return unlessTaken('project-exists', () =>
    makeChange(app, id, async (transaction) => {
      const members = { create: { userId, role: 'admin' } }
      await transaction.project.create({ data: { id, name, members } })
      const object = { kind: 'project', id }
      return { result: { id }, change: { action: 'project.create', object, after: stateHash({ name }) } }
    }),
  )
}

/** Throws DomainError 'project-exists'. */
export async function renameProject(app: App, name: string): Promise<void> {
  const { projectId: id } = app
  await unlessTaken('project-exists', () =>
    makeChange(app, id, async (transaction) => {
      const before = await requireProject(transaction, id)
      await transaction.project.update({ where: { id }, data: { name } })
      const hashes = { before: stateHash({ name: before.name }), after: stateHash({ name }) }
      return {
        result: undefined,
        change: { action: 'project.rename', object: { kind: 'project', id }, ...hashes },
      }
    }),
  )
}

export interface Member {
  userId: string
  name: string
  email: string
  role: Role
  isActive: boolean
}

export async function listMembers({ prisma, projectId }: App): Promise<Member[]> {
  const members = await prisma.membership.findMany({
    where: { projectId },
    include: { user: true },
    orderBy: { user: { email: 'asc' } },
  })
  return members.map(({ role, user: { id, name, email, deactivatedAt } }) => ({
    ...{ userId: id, name, email, role: role as Role, isActive: deactivatedAt === null },
  }))
}

/** Null takes the membership away. Throws DomainError 'user-unknown' or 'project-unknown'. */
export async function setRole(
  app: App,
  projectId: string,
  { role, ...who }: { role: Role | null } & ({ userId: string } | { email: string }),
): Promise<void> {
  await makeChange(app, projectId, async (transaction) => {
    await requireProject(transaction, projectId)
    const where = 'userId' in who ? { id: who.userId } : { email: who.email.toLowerCase() }
    const user = await transaction.appUser.findUnique({ where })
    if (!user) throw new DomainError('user-unknown')
    const key = { userId: user.id, projectId }
    const before = await transaction.membership.findUnique({ where: { userId_projectId: key } })
    await writeRole(transaction, key, role)
    const hashes = { before: stateHash(before?.role), after: stateHash(role) }
    return {
      result: undefined,
      change: { action: 'user.set-role', object: { kind: 'user', id: user.id }, ...hashes },
    }
  })
}

async function writeRole(
  transaction: Transaction,
  key: { userId: string; projectId: string },
  role: Role | null,
): Promise<void> {
  if (role === null) await transaction.membership.deleteMany({ where: key })
  else
    await transaction.membership.upsert({
      where: { userId_projectId: key },
      create: { ...key, role },
      update: { role },
    })
}

/** Throws DomainError 'project-unknown'. */
export async function requireProject(transaction: Transaction, id: string) {
  const project = await transaction.project.findUnique({ where: { id } })
  if (!project) throw new DomainError('project-unknown')
  return project
}
