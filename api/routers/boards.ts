/** Trends, dashboards and annotations: what people of a project keep about its values. */
import { z } from 'zod'
import { projectInput, procedure, router } from '../trpc.ts'
import {
  annotationInput,
  annotationSchema,
  createAnnotation,
  listAnnotations,
  removeAnnotation,
  saveAnnotation,
} from '../use-cases/boards/annotations.ts'
import { dashboardContent, trendContent } from '../use-cases/boards/contents.ts'
import {
  createKept,
  keptSchema,
  listKept,
  removeKept,
  savedSchema,
  saveKept,
} from '../use-cases/boards/kept.ts'
import { done, doneSchema } from './done.ts'

const name = z.string().trim().min(1).max(200)
const id = z.uuid()
const time = z.iso.datetime({ offset: true })
const existing = projectInput.extend({ id, expectedRevision: z.int().positive() })
const trend = keptSchema(trendContent)
const dashboard = keptSchema(dashboardContent)

export const trendsRouter = router({
  list: procedure
    .input(projectInput)
    .output(z.array(trend))
    .query(async ({ ctx }) => z.array(trend).parse(await listKept(ctx.app, 'trend'))),

  create: procedure
    .input(projectInput.extend({ name, content: trendContent }))
    .output(savedSchema)
    .mutation(({ ctx, input }) => createKept(ctx.app, 'trend', input)),

  save: procedure
    .input(existing.extend({ name, content: trendContent }))
    .output(savedSchema)
    .mutation(({ ctx, input }) => saveKept(ctx.app, 'trend', input)),

  remove: procedure
    .input(projectInput.extend({ id }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await removeKept(ctx.app, 'trend', input.id)
      return done
    }),
})

export const dashboardsRouter = router({
  list: procedure
    .input(projectInput)
    .output(z.array(dashboard))
    .query(async ({ ctx }) => z.array(dashboard).parse(await listKept(ctx.app, 'dashboard'))),

  create: procedure
    .input(projectInput.extend({ name, content: dashboardContent }))
    .output(savedSchema)
    .mutation(({ ctx, input }) => createKept(ctx.app, 'dashboard', input)),

  save: procedure
    .input(existing.extend({ name, content: dashboardContent }))
    .output(savedSchema)
    .mutation(({ ctx, input }) => saveKept(ctx.app, 'dashboard', input)),

  remove: procedure
    .input(projectInput.extend({ id }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await removeKept(ctx.app, 'dashboard', input.id)
      return done
    }),
})

export const annotationsRouter = router({
  /** Those that overlap the range, the newest first. */
  list: procedure
    .input(projectInput.extend({ from: time, to: time, tags: annotationInput.shape.tags.optional() }))
    .output(z.array(annotationSchema))
    .query(({ ctx, input }) => listAnnotations(ctx.app, input)),

  create: procedure
    .input(projectInput.extend(annotationInput.shape))
    .output(savedSchema)
    .mutation(({ ctx, input }) => createAnnotation(ctx.app, input)),

  save: procedure
    .input(existing.extend(annotationInput.shape))
    .output(savedSchema)
    .mutation(({ ctx, input }) => saveAnnotation(ctx.app, input)),

  remove: procedure
    .input(projectInput.extend({ id }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await removeAnnotation(ctx.app, input.id)
      return done
    }),
})
