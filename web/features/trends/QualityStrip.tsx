import './trends.css'
import { Group, Text } from '@mantine/core'
import i18next from 'i18next'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/use-now.ts'
import { stripOf } from './trend-curves.ts'
import type { StripKind, StripPart, TagPoints, Window } from './trend-curves.ts'

const kinds: StripKind[] = ['good', 'uncertain', 'bad', 'gap']
const names = {
  good: 'qualityGood',
  uncertain: 'qualityUncertain',
  bad: 'qualityBad',
  gap: 'qualityGap',
} as const

export interface QualityStripProps {
  points: TagPoints[]
  window: Window
  /** Where the picture above lies. */
  frame: { left: number; width: number }
}

/** Below the picture, for each tag: when its samples were good, and when they are missing. */
export function QualityStrip({ points, window, frame }: QualityStripProps) {
  const { t } = useTranslation('trends')
  const now = useNow(2_000)
  return (
    <div className="trend-strips" role="group" aria-label={t('quality')}>
      <Patterns />
      {points.map((own) => (
        <Strip key={own.tag.id} {...{ own, window, frame }} parts={stripOf(own, window, now * 1_000)} />
      ))}
      <Group gap="md" pl={frame.left} mt={2} aria-hidden>
        {kinds.map((kind) => (
          <Group key={kind} gap={4} wrap="nowrap">
            <svg width={18} height={10}>
              <rect width={18} height={10} className={`strip-${kind}`} />
            </svg>
            <Text size="xs">{t(names[kind])}</Text>
          </Group>
        ))}
      </Group>
    </div>
  )
}

interface StripProps extends Pick<QualityStripProps, 'window' | 'frame'> {
  own: TagPoints
  parts: StripPart[]
}

function Strip({ own, parts, window, frame }: StripProps) {
  const { t } = useTranslation('trends')
  const present = kinds.filter(
    (kind) => kind !== 'good' && kind !== 'gap' && parts.some((part) => part.kind === kind),
  )
  const words = present.map((kind) => t(names[kind]))
  const { gaps } = own
  if (gaps.length > 0) {
    const causes = [...new Set(gaps.flatMap((gap) => gap.causes))]
      .map((cause) => causeText(cause, t))
      .join(', ')
    words.push(t('stripGaps', { count: gaps.length, causes }))
  }
  if (words.length === 0) words.push(t(parts.length > 0 ? 'allGood' : 'stripNothing'))
  const label = t('stripOf', { name: own.tag.name, parts: words.join(', ') })
  const place = (us: number) => ((us - window.fromUs) / (window.toUs - window.fromUs)) * frame.width
  return (
    <div className="trend-strip">
      <Text span truncate fz={11} w={frame.left} aria-hidden>
        {own.tag.name}
      </Text>
      <svg role="img" aria-label={label} width={frame.width} height={10}>
        <title>{label}</title>
        {kinds.map((kind) => (
          <path
            key={kind}
            className={`strip-${kind}`}
            d={pathOf(
              parts.filter((part) => part.kind === kind),
              place,
            )}
          />
        ))}
      </svg>
    </div>
  )
}

/** A cause of a later version has no words yet. */
function causeText(cause: string, t: TFunction<'trends'>): string {
  return i18next.exists(`trends:cause.${cause}`) ? String(t(`cause.${cause}` as 'cause.paused')) : cause
}

/** A part is seen however short it is. */
function pathOf(parts: StripPart[], place: (us: number) => number): string {
  return parts
    .map(({ fromUs, toUs }) => {
      const left = place(fromUs)
      return `M${left.toFixed(1)} 0h${Math.max(1, place(toUs) - left).toFixed(1)}v10h${-Math.max(1, place(toUs) - left).toFixed(1)}z`
    })
    .join('')
}

function Patterns() {
  return (
    <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
      <defs>
        <pattern
          id="strip-hatch"
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={2} height={6} className="strip-ink" />
        </pattern>
        <pattern id="strip-dots" width={5} height={5} patternUnits="userSpaceOnUse">
          <rect width={5} height={5} className="strip-uncertain-ground" />
          <circle cx={2.5} cy={2.5} r={1.3} className="strip-ink" />
        </pattern>
      </defs>
    </svg>
  )
}
