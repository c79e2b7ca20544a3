/** Values on a grid of times, by length or by the calendar of a place. */
import { z } from 'zod'
import { resample } from '#datasets/query/resample.ts'
import type { QualityRule, Resampled } from '#datasets/query/resample.ts'
import { stepLimits } from '#datasets/query/step-limits.ts'
import type { Step } from '#datasets/query/step-limits.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { rangeOf } from './read-points.ts'
import { numbersOf, tagRefSchema, tagsOf } from './tag-ref.ts'

const numbers = z.array(z.number().nullable())

/** One entry for each step; null where nothing of it is known. */
export const stepsSchema = z.strictObject({
  tag: tagRefSchema,
  /** Where the steps begin, epoch µs; n + 1 for n steps. */
  limitsUs: z.array(z.number()),
  counts: z.array(z.number()),
  min: numbers,
  max: numbers,
  first: numbers,
  last: numbers,
  /** Weighted by the time for which each value held. */
  mean: numbers,
  /** For how long of the step a value held, in µs: the rest is not known. */
  heldUs: z.array(z.number()),
  /** What held when the step began. */
  atStart: numbers,
  /** The same, on the straight line to the next sample where no gap lies between. */
  atStartLinear: numbers,
})

export interface StepsRequest {
  tags: number[]
  from: string
  to: string
  step: Step
  zone: string
  quality: QualityRule
}

const maxSteps = 100_000
/** The least that a step of the calendar is long. */
const leastUs = {
  hour: 3_600e6,
  day: 23 * 3_600e6,
  week: 167 * 3_600e6,
  month: 671 * 3_600e6,
  year: 8_759 * 3_600e6,
}

/** In the order of `tags`. Throws DomainError 'tag-unknown', 'too-many-steps' and 'range-empty'. */
export async function stepsOf(app: App, request: StepsRequest): Promise<z.infer<typeof stepsSchema>[]> {
  const { step, zone, quality } = request
  const range = rangeOf(request.from, request.to)
  const refs = await tagsOf(app, request.tags)
  const most = Math.floor(maxSteps / refs.length)
  const least = 'us' in step ? step.us : leastUs[step.calendar]
  if ((range.toUs - range.fromUs) / least > most) throw new DomainError('too-many-steps', { most })
  const limitsUs = stepLimits(range, step, zone)
  const names = refs.map((tag) => tag.name)
  const found = await resample(app, app.projectId, {
    ...{ tags: names, limitsUs, quality, nowUs: Date.now() * 1_000 },
  })
  const byId = new Map(found.map((steps) => [steps.tag.id, steps]))
  return refs.flatMap((tag) => {
    const steps = byId.get(tag.id)
    return steps ? [{ tag, limitsUs: [...limitsUs], ...columnsOf(steps) }] : []
  })
}

function columnsOf({ counts, heldUs, min, max, first, last, mean, atStart, atStartLinear }: Resampled) {
  return {
    ...{ counts: [...counts], heldUs: [...heldUs], mean: numbersOf(mean) },
    ...{ min: numbersOf(min), max: numbersOf(max), first: numbersOf(first), last: numbersOf(last) },
    ...{ atStart: numbersOf(atStart), atStartLinear: numbersOf(atStartLinear) },
  }
}
