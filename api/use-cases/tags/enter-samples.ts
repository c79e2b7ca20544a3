/** Samples that people enter and programs push: accepted once they are safe, and harmless to repeat. */
import { DomainError } from '#pipeline/domain-error.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { hostOf } from '../connections/host-of.ts'

export interface GivenSample {
  /** Name of the tag. */
  tag: string
  /** ISO 8601 with zone. */
  at: string
  value: number | string | boolean
  quality: 'good' | 'uncertain' | 'bad'
}

interface Known {
  id: number
  name: string
  type: 'number' | 'integer' | 'boolean' | 'text'
}

const qualities = { good: 0, uncertain: 1, bad: 2 } as const

/** Throws DomainError 'tag-unknown', 'value-invalid', 'adapter-host-away', 'intake-full': then nothing was accepted. */
export async function enterSamples(
  app: App,
  { samples, isHistory }: { samples: GivenSample[]; isHistory: boolean },
): Promise<{ accepted: number; quarantined: number }> {
  const tags = await findTags(app, [...new Set(samples.map(({ tag }) => tag))])
  const told = samples.map((sample, index) => {
    const tag = tags.get(sample.tag)
    if (!tag) throw new DomainError('tag-unknown', { tag: sample.tag, index })
    const value = valueFor(tag, sample, index)
    return {
      tag: tag.id,
      timeUs: microseconds(sample.at),
      value,
      type: tag.type,
      quality: qualities[sample.quality],
    }
  })
  const answer = await hostOf(app).accept({ samples: told, isHistory })
  const object = { kind: 'tag', id: tags.size === 1 ? samples[0].tag : `${tags.size} tags` }
  await recordChange((sql, parameters) => app.pool.query(sql, parameters), app, {
    action: 'samples.enter',
    object,
  })
  return answer
}

async function findTags({ pool, projectId }: App, names: string[]): Promise<Map<string, Known>> {
  const { rows } = await pool.query<Known>(
    'select id, name, value_type as type from tag where project_id = $1 and name = any($2)',
    [projectId, names],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

/** An integer may come as text, because JSON's numbers end at 2^53. */
function valueFor({ name, type }: Known, { value }: GivenSample, index: number): number | string | boolean {
  const isRight =
    type === 'integer'
      ? Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,18}$/.test(value))
      : typeof value === { number: 'number', boolean: 'boolean', text: 'string' }[type]
  if (!isRight) throw new DomainError('value-invalid', { tag: name, type, index })
  return type === 'integer' ? String(value) : value
}

/** Finer than Date reads it. */
function microseconds(at: string): number {
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? ''
  return Math.floor(Date.parse(at.replace(/\.\d+/, '')) * 1_000) + Number(fraction.padEnd(6, '0').slice(0, 6))
}
