import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#pipeline/render-text.ts'
import { formatCount } from '../../lib/format.ts'
import { BaseEdge, EdgeLabelRenderer, getBezierPath } from './flow.ts'
import type { EdgeProps } from './flow.ts'

/** A wire; with the number of rows that went over it where a run is shown. */
export const Wire = memo(function Wire(props: EdgeProps) {
  const { i18n } = useTranslation()
  const language: Language = i18n.language === 'de' ? 'de' : 'en'
  const [path, x, y] = getBezierPath(props)
  const rows = (props.data as { rows?: number | null } | undefined)?.rows
  return (
    <>
      <BaseEdge id={props.id} path={path} interactionWidth={16} />
      {typeof rows === 'number' && (
        <EdgeLabelRenderer>
          <div
            className="ecoki-wire-label"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {formatCount(rows, language)}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
