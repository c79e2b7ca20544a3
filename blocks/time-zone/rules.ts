/** What a reader has to be told about clock readings, as settings. Light enough for the spec half of a block. */
import { z } from 'zod'
import { duration } from '#blocks/durations.ts'
import { isZoneName } from './zone-name.ts'

/** The settings of a reader that say how its time column is meant. */
export const timeRulesShape = {
  /** IANA zone of clock readings without offset; also the table's zone. */
  zone: z.string().refine(isZoneName, 'unknown time zone').default('UTC'),
  doubledHour: z.enum(['earlier', 'later', 'by-order']).default('by-order'),
  missingHour: z.enum(['shift', 'refuse']).default('refuse'),
  timeStepsBack: z.enum(['refuse', 'sort', 'midnight-belongs-to-day-before']).default('refuse'),
}
/** The step of the time grid, for files with too few rows to tell it. Left out: as the rows tell. */
export const statedGrid = duration.optional()
export const timeRulesSchema = z.strictObject(timeRulesShape)
export type TimeRules = z.infer<typeof timeRulesSchema>
