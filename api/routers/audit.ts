/** Who changed what and who was refused what: of a project for its admins, of everything for administrators. */
import { z } from 'zod'
import { projectInput, procedure, router } from '../trpc.ts'
import { exportAudit } from '../use-cases/export-audit.ts'
import { auditEntrySchema, auditFilter, listAudit } from '../use-cases/list-audit.ts'

const cursor = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .optional()
const listInput = { ...auditFilter, cursor, limit: z.int().min(1).max(200).default(50) }
const exportInput = { ...auditFilter, cursor, limit: z.int().min(1).max(10_000).default(10_000) }
const page = z.strictObject({ items: z.array(auditEntrySchema), nextCursor: z.string().nullable() })
const exported = z.strictObject({ csv: z.string(), rows: z.int(), nextCursor: z.string().nullable() })

export const auditRouter = router({
  list: procedure
    .input(projectInput.extend(listInput))
    .output(page)
    .query(({ ctx, input }) => listAudit(ctx.app, { ...input, isOfProject: true })),

  export: procedure
    .input(projectInput.extend(exportInput))
    .output(exported)
    .query(({ ctx, input }) => exportAudit(ctx.app, { ...input, isOfProject: true })),

  /** Of all projects, and what belongs to none. */
  listAll: procedure
    .input(z.strictObject(listInput))
    .output(page)
    .query(({ ctx, input }) => listAudit(ctx.app, { ...input, isOfProject: false })),

  exportAll: procedure
    .input(z.strictObject(exportInput))
    .output(exported)
    .query(({ ctx, input }) => exportAudit(ctx.app, { ...input, isOfProject: false })),
})
