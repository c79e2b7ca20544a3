/** The installation itself. */
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'
import { diskForecastSchema, readDiskForecast } from '../use-cases/disk-forecast.ts'

export const systemRouter = router({
  health: procedure
    .input(z.strictObject({}))
    .output(z.strictObject({ ok: z.literal(true) }))
    .query(async ({ ctx }) => {
      await ctx.app.pool.query('select 1')
      return { ok: true as const }
    }),

  /** Room on the disk, and when it will be full. */
  disk: procedure
    .input(z.strictObject({}))
    .output(diskForecastSchema)
    .query(({ ctx }) => readDiskForecast(ctx.app.dataDir)),
})
