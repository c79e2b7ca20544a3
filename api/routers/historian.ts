/** What the historian knows of tags: for pictures, on a grid, at a moment, and where it knows nothing. */
import { z } from 'zod'
import { projectInput, procedure, router } from '../trpc.ts'
import { gapsOf, tagGapsSchema } from '../use-cases/historian/list-gaps.ts'
import { lastKnownOf, tagKnownSchema } from '../use-cases/historian/known-sample.ts'
import { pointsOf, pointsSchema } from '../use-cases/historian/read-points.ts'
import { stepsOf, stepsSchema } from '../use-cases/historian/read-steps.ts'

const time = z.iso.datetime({ offset: true })
const tags = z
  .array(z.int().positive().max(2_147_483_647))
  .min(1)
  .max(50)
  .refine((ids) => new Set(ids).size === ids.length, 'a tag is there twice')
const ranged = projectInput.extend({ tags, from: time, to: time })

function isZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC'
}

export const historianRouter = router({
  /** Of each pixel the lowest and the highest value. */
  points: procedure
    .input(ranged.extend({ pixels: z.int().min(1).max(4_000) }))
    .output(z.array(pointsSchema))
    .query(({ ctx, input }) => pointsOf(ctx.app, input)),

  resample: procedure
    .input(
      ranged.extend({
        step: z.union([
          z.strictObject({ us: z.int().min(1_000) }),
          z.strictObject({ calendar: z.enum(['hour', 'day', 'week', 'month', 'year']) }),
        ]),
        /** IANA; days, weeks and months begin on its clock. */
        zone: z.string().max(100).refine(isZone, 'no IANA time zone').default('UTC'),
        /** Which samples count; usable: good and uncertain. */
        quality: z.enum(['good', 'usable']).default('usable'),
      }),
    )
    .output(z.array(stepsSchema))
    .query(({ ctx, input }) => stepsOf(ctx.app, input)),

  /** The newest sample of each tag at or before a time. */
  lastKnown: procedure
    .input(projectInput.extend({ tags, at: time.optional() }))
    .output(z.array(tagKnownSchema))
    .query(({ ctx, input: { tags, at = new Date().toISOString() } }) => lastKnownOf(ctx.app, { tags, at })),

  gaps: procedure
    .input(ranged.extend({ joinUs: z.number().min(0).default(0) }))
    .output(z.array(tagGapsSchema))
    .query(({ ctx, input }) => gapsOf(ctx.app, input)),
})
