/** Connections, tags and the plant's tree. */
import { randomUUID } from 'node:crypto'
import { about, inProject } from '../case.ts'
import type { Cases } from '../case.ts'
import type { Place } from '../place.ts'

const connection = async ({ freshConnection }: Place) => ({ id: await freshConnection() })
const tagNamed = async ({ freshTag }: Place) => [await freshTag()]
const asset = async ({ freshAsset }: Place) => ({ id: await freshAsset() })
const machine = () => ({ protocol: 'modbus', config: { host: '127.0.0.1', port: 1 } })
const wanted = () => ({ name: `connection ${randomUUID()}`, config: machine().config, staleAfterMs: 60_000 })
const fingerprint = Array.from({ length: 32 }, () => '00').join(':')

/** No adapter host runs beside the walk: what needs it is refused after the caller was let through. */
const away = {
  alsoThrough: ['adapter-host-away', 'tag-unknown', 'certificate-unknown'],
  mayChangeNothing: true,
}

/** Tags have numbers: those of another project are named beside the own project. */
const ofTags = (fields: () => object, more = {}) => ({
  input: async (place: Place) => ({ projectId: place.projectId, ids: await tagNamed(place), ...fields() }),
  foreign: async (own: Place, other: Place) => [
    { projectId: own.projectId, ids: await tagNamed(other), ...fields() },
    { projectId: own.projectId, ids: [2_000_000_000], ...fields() },
  ],
  ...more,
})
const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }

export const plantCases: Cases = {
  'connections.protocols': inProject(),
  'connections.simulated': inProject(),
  'connections.list': inProject(),
  'connections.get': about(connection),
  'connections.create': inProject(() => ({ ...wanted(), protocol: 'modbus', desired: 'paused' })),
  'connections.save': about(connection, () => ({ ...wanted(), expectedRevision: 1 })),
  'connections.remove': about(connection),
  'connections.pause': about(connection),
  'connections.resume': about(connection, undefined, { mayChangeNothing: true }),
  'connections.test': inProject(() => ({ ...machine(), tags: [], listenMs: 0 }), away),
  'connections.browse': inProject(machine, away),
  'connections.offered': about(connection, undefined, away),
  'connections.certificates': about(connection),
  'connections.decideCertificate': about(connection, () => ({ fingerprint, decision: 'trusted' }), away),
  'tags.list': inProject(),
  'tags.create': inProject(() => ({ connectionId: null, tags: [{ name: randomUUID(), type: 'number' }] })),
  'tags.edit': ofTags(() => ({ changes: { description: 'other' } })),
  'tags.detach': ofTags(() => ({}), { mayChangeNothing: true }),
  'tags.gaps': {
    input: async (place) => ({ projectId: place.projectId, tag: await place.freshTag(), ...range }),
    foreign: async (own, other) => [{ projectId: own.projectId, tag: await other.freshTag(), ...range }],
  },
  'tags.enter': inProject(() => ({ samples: [{ tag: 'x', at: '2026-01-01T00:00:00Z', value: 1 }] }), away),
  'tags.assets.list': inProject(),
  'tags.assets.create': inProject(() => ({ parentId: null, kind: 'site', name: randomUUID() })),
  'tags.assets.save': about(asset, () => ({ parentId: null, kind: 'area', name: randomUUID() })),
  'tags.assets.remove': about(asset),
}
