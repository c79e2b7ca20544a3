/**
 * The authorisation table: what each procedure of the gateway asks of its caller. A procedure that is not listed
 * keeps the server from starting, as does an entry without procedure.
 */
import type { Role, TokenScope } from './actor.ts'

/**
 * `public`: anyone. `signed-in`: any person or token. `project`: the input's `projectId` names a project in which the
 * caller has at least `role`; others are told it does not exist. `system`: administrators of the installation.
 */
export type Permission =
  | { scope: 'public' }
  | { scope: 'signed-in'; token: TokenScope }
  | { scope: 'project'; role: Role; token: TokenScope }
  | { scope: 'system'; token: TokenScope }

const everyone: Permission = { scope: 'public' }
const read: Permission = { scope: 'project', role: 'viewer', token: 'read' }
const operate: Permission = { scope: 'project', role: 'operator', token: 'run' }
const design: Permission = { scope: 'project', role: 'engineer', token: 'write' }
const signedIn: Permission = { scope: 'signed-in', token: 'read' }
const administerProject: Permission = { scope: 'project', role: 'admin', token: 'manage' }
const administer: Permission = { scope: 'system', token: 'manage' }
const ownAccount: Permission = { scope: 'signed-in', token: 'manage' }

export const permissions: Readonly<Record<string, Permission>> = {
  'audit.list': administerProject,
  'audit.export': administerProject,
  'audit.listAll': administer,
  'audit.exportAll': administer,
  'blocks.catalog': signedIn,
  'blocks.get': signedIn,
  'blocks.upgrade': signedIn,
  'connections.protocols': read,
  'connections.list': read,
  'connections.get': read,
  'connections.create': design,
  'connections.save': design,
  'connections.remove': design,
  'connections.pause': design,
  'connections.resume': design,
  'connections.test': design,
  'connections.browse': design,
  'connections.offered': read,
  'connections.certificates': read,
  'connections.decideCertificate': design,
  'datasets.files': read,
  'datasets.upload': design,
  'datasets.removeFile': design,
  'datasets.preview': design,
  'datasets.page': read,
  'datasets.profile': read,
  'datasets.series': read,
  'datasets.value': read,
  'datasets.download': read,
  'live.events': read,
  'pipelines.list': read,
  'pipelines.get': read,
  'pipelines.check': read,
  'pipelines.validate': operate,
  'pipelines.judgeWires': read,
  'pipelines.bridges': read,
  'pipelines.repairs': read,
  'pipelines.save': design,
  'pipelines.rename': design,
  'pipelines.duplicate': design,
  'pipelines.archive': design,
  'pipelines.restore': design,
  'pipelines.versions': read,
  'pipelines.nameVersion': design,
  'pipelines.restoreVersion': design,
  'pipelines.diff': read,
  'pipelines.readText': read,
  'pipelines.import': design,
  'pipelines.export': read,
  'pipelines.draft.get': design,
  'pipelines.draft.save': design,
  'pipelines.draft.discard': design,
  'resources.palette': signedIn,
  'resources.templates': signedIn,
  'resources.articles': signedIn,
  'resources.offerColumns': read,
  'resources.useTemplate': read,
  'runs.list': read,
  'runs.get': read,
  'runs.document': read,
  'runs.steps': read,
  'runs.attempts': read,
  'runs.logs': read,
  'runs.outputs': read,
  'runs.result': read,
  'runs.compare': read,
  'runs.sinceGood': read,
  'runs.views.list': read,
  'runs.views.save': operate,
  'runs.views.remove': operate,
  'runs.start': operate,
  'runs.rerun': operate,
  'runs.cancel': operate,
  'runs.delete': design,
  'projects.list': signedIn,
  'projects.listAll': administer,
  'projects.create': administer,
  'projects.rename': administerProject,
  'projects.members': administerProject,
  'projects.setMember': administerProject,
  'session.state': everyone,
  'session.signIn': everyone,
  'session.signOut': everyone,
  'session.signOutEverywhere': ownAccount,
  'session.changePassword': ownAccount,
  'session.readLink': everyone,
  'session.acceptLink': everyone,
  'system.health': everyone,
  'system.disk': signedIn,
  'system.metrics': signedIn,
  // What is decrypted is that of projects in which the caller is an engineer.
  'temporal.decode': signedIn,
  'tags.list': read,
  'tags.create': design,
  'tags.edit': design,
  'tags.detach': design,
  'tags.gaps': read,
  'tags.enter': operate,
  'tags.assets.list': read,
  'tags.assets.create': design,
  'tags.assets.save': design,
  'tags.assets.remove': design,
  'tokens.list': ownAccount,
  'tokens.listAll': administer,
  'tokens.create': ownAccount,
  'tokens.rotate': ownAccount,
  'tokens.revoke': ownAccount,
  'users.me': signedIn,
  'users.changeProfile': ownAccount,
  'users.list': administer,
  'users.invite': administer,
  'users.offerReset': administer,
  'users.setRole': administer,
  'users.setStanding': administer,
}
