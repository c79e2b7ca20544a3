/** Sessions, people, tokens, projects. */
import { randomUUID } from 'node:crypto'
import { about, inProject, plain } from '../case.ts'
import type { Cases } from '../case.ts'

const credentials = { email: 'nobody@plant.example', password: 'not the password' }
const refused = ['sign-in-refused', 'too-many-requests']

export const accountCases: Cases = {
  'session.state': plain(),
  'session.signIn': plain(() => credentials, { alsoThrough: refused }),
  'session.signOut': plain(() => ({}), { endsSession: true, mayChangeNothing: true }),
  'session.signOutEverywhere': plain(() => ({}), { endsSession: true }),
  'session.changePassword': plain(
    () => ({ currentPassword: 'wrong', newPassword: 'pears and plums in autumn' }),
    {
      alsoThrough: [...refused, 'session-needed'],
    },
  ),
  'session.readLink': plain(() => ({ secret: 'x' }), { alsoThrough: ['link-unknown'] }),
  'session.acceptLink': plain(() => ({ secret: 'x', password: 'pears and plums in autumn' }), {
    alsoThrough: ['link-unknown', 'too-many-requests'],
  }),
  'users.me': plain(),
  'users.changeProfile': plain(() => ({ language: 'de' })),
  'users.list': plain(),
  'users.invite': plain(({ projectId }) => ({
    email: `${randomUUID()}@plant.example`,
    projectId,
    role: 'viewer',
  })),
  'users.offerReset': about(({ userId }) => ({ userId }), undefined, { withoutProject: true }),
  'users.setRole': about(
    ({ userId, projectId }) => ({ userId, projectId }),
    () => ({ role: 'viewer' }),
  ),
  'users.setStanding': about(
    ({ userId }) => ({ userId }),
    () => ({ isActive: true }),
    { withoutProject: true },
  ),
  'tokens.list': plain(),
  'tokens.listAll': plain(),
  'tokens.create': plain(({ projectId }) => newToken(projectId), {
    alsoThrough: ['project-unknown', 'scope-missing'],
    foreign: (_own, other) => [newToken(other.projectId), newToken(randomUUID())],
  }),
  'tokens.rotate': plain(async (_place, caller) => ({ tokenId: await caller.freshToken() }), {
    alsoThrough: ['scope-missing'],
    foreign: (own, other) => [{ tokenId: own.token }, { tokenId: other.token }, { tokenId: randomUUID() }],
  }),
  'tokens.revoke': plain(async (_place, caller) => ({ tokenId: await caller.freshToken() }), {
    foreign: (own, other, caller) =>
      caller.isAdministrator
        ? [{ tokenId: randomUUID() }]
        : [{ tokenId: own.token }, { tokenId: other.token }],
  }),
  'projects.list': plain(),
  'projects.listAll': plain(),
  'projects.create': plain(() => ({ name: randomUUID() })),
  'projects.rename': inProject(() => ({ name: randomUUID() })),
  'projects.members': inProject(),
  'projects.setMember': inProject(({ email }) => ({ email, role: 'viewer' })),
}

function newToken(projectId: string) {
  return { name: 'walk', scopes: ['read'], roles: [{ projectId, role: 'viewer' }], expiresInDays: 1 }
}
