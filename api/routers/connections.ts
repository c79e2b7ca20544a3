/** Machines that are read: what people want of them, and how they are. */
import { z } from 'zod'
import { browseAnswer, browseItem, protocolSchema, testAnswer, testRequest } from '#adapters/host-contract.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import {
  certificateSchema,
  decideCertificate,
  listCertificates,
} from '../use-cases/connections/certificates.ts'
import { hostOf } from '../use-cases/connections/host-of.ts'
import { listProtocols } from '../use-cases/connections/protocols.ts'
import { getConnection, listConnections } from '../use-cases/connections/read-connections.ts'
import * as save from '../use-cases/connections/save-connection.ts'
import { listSimulated, simulatedSchema } from '../use-cases/connections/simulated.ts'
import { connectionSchema } from '../use-cases/connections/views.ts'
import { done, doneSchema } from './done.ts'

const id = z.uuid()
const fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
const connectionInput = projectInput.extend({ id })
const config = z.record(z.string().max(100), z.unknown())
const wanted = {
  name: z.string().trim().min(1).max(200),
  config,
  staleAfterMs: z.int().min(500).max(86_400_000).default(60_000),
}
/** One that is not saved yet, or what is changed of one that is. */
const machine = {
  protocol: z.string().min(1).max(100),
  config,
  connectionId: id.optional(),
  trusted: z.array(fingerprint).max(20).optional(),
}

export const connectionsRouter = router({
  /** What can be connected, with JSON schemas for the forms. */
  protocols: procedure
    .input(projectInput)
    .output(z.array(protocolSchema))
    .query(({ ctx }) => listProtocols(ctx.app)),

  /** What of the simulated plant can be connected, while it runs on this machine. */
  simulated: procedure
    .input(projectInput)
    .output(z.array(simulatedSchema))
    .query(({ ctx }) => listSimulated(ctx.app)),

  list: procedure
    .input(projectInput)
    .output(z.array(connectionSchema))
    .query(({ ctx }) => listConnections(ctx.app)),

  get: procedure
    .input(connectionInput)
    .output(connectionSchema)
    .query(({ ctx, input }) => getConnection(ctx.app, input.id)),

  create: procedure
    .input(
      projectInput.extend({
        ...wanted,
        protocol: machine.protocol,
        desired: z.enum(['running', 'paused']).default('running'),
      }),
    )
    .output(connectionSchema)
    .mutation(({ ctx, input }) => save.createConnection(ctx.app, input)),

  save: procedure
    .input(connectionInput.extend({ ...wanted, expectedRevision: z.int().positive() }))
    .output(connectionSchema)
    .mutation(({ ctx, input }) => save.saveConnection(ctx.app, input)),

  remove: procedure
    .input(connectionInput)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await save.removeConnection(ctx.app, input.id)
      return done
    }),

  pause: procedure
    .input(connectionInput)
    .output(connectionSchema)
    .mutation(({ ctx, input }) => save.setDesired(ctx.app, input.id, 'paused')),

  resume: procedure
    .input(connectionInput)
    .output(connectionSchema)
    .mutation(({ ctx, input }) => save.setDesired(ctx.app, input.id, 'running')),

  /** Connects, listens for a while, and keeps nothing. */
  test: procedure
    .input(
      projectInput.extend({ ...machine, tags: testRequest.shape.tags, listenMs: testRequest.shape.listenMs }),
    )
    .output(testAnswer)
    .query(async ({ ctx, input }) => {
      if (input.connectionId) await getConnection(ctx.app, input.connectionId)
      return hostOf(ctx.app).test(input)
    }),

  /** What is below a node of the machine's own tree; without `parent` its top. */
  browse: procedure
    .input(
      projectInput.extend({
        ...machine,
        parent: z.string().max(10_000).optional(),
        cursor: z.string().max(10_000).optional(),
      }),
    )
    .output(browseAnswer)
    .query(async ({ ctx, input }) => {
      if (input.connectionId) await getConnection(ctx.app, input.connectionId)
      return hostOf(ctx.app).browse(input)
    }),

  /** What came that no tag asks for. */
  offered: procedure
    .input(connectionInput)
    .output(z.array(browseItem))
    .query(async ({ ctx, input }) => {
      await getConnection(ctx.app, input.id)
      return hostOf(ctx.app).offered(input.id)
    }),

  certificates: procedure
    .input(connectionInput)
    .output(z.array(certificateSchema))
    .query(async ({ ctx, input }) => {
      await getConnection(ctx.app, input.id)
      return listCertificates(ctx.app, input.id)
    }),

  decideCertificate: procedure
    .input(
      connectionInput.extend({
        fingerprint,
        decision: z.enum(['trusted', 'refused']),
        pem: z.string().max(20_000).optional(),
        isAuthority: z.boolean().default(false),
      }),
    )
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await decideCertificate(ctx.app, input)
      return done
    }),
})
