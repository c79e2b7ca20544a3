/** What belongs to the installation: blocks, the resource pool, health; and the audit. */
import { inProject, plain } from '../case.ts'
import type { Cases } from '../case.ts'

const poolMayBeAway = { alsoThrough: ['pool-away'] }
const reader = { block: 'read-csv', version: 1, config: {}, port: 'table' }

export const installationCases: Cases = {
  'audit.list': inProject(),
  'audit.export': inProject(),
  'audit.listAll': plain(),
  'audit.exportAll': plain(),
  'blocks.catalog': plain(),
  'blocks.get': plain(() => ({ id: 'resample', version: 1 })),
  'blocks.upgrade': plain(() => ({ node: { id: 'a', block: 'resample', version: 1, config: {} } })),
  'resources.palette': plain(undefined, poolMayBeAway),
  'resources.templates': plain(undefined, poolMayBeAway),
  'resources.articles': plain(undefined, poolMayBeAway),
  'resources.offerColumns': inProject(() => ({ template: 'x', reader }), poolMayBeAway),
  'resources.useTemplate': inProject(
    () => ({ template: 'x', reader, columns: {}, id: 'x', name: 'x' }),
    poolMayBeAway,
  ),
  'system.health': plain(),
  'system.disk': plain(),
}
