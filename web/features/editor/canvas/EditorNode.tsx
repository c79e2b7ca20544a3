import { memo, use, useCallback } from 'react'
import { useLanguage } from '../../../lib/use-language.ts'
import { useTranslation } from 'react-i18next'
import { IconAlertTriangle, IconArrowUpCircle, IconPin } from '@tabler/icons-react'
import { BlockCard } from '../../../components/pipeline-graph/BlockCard.tsx'
import type { CardTone } from '../../../components/pipeline-graph/BlockCard.tsx'
import { FarCard } from '../../../components/pipeline-graph/FarCard.tsx'
import type { NodeProps } from '../../../components/pipeline-graph/flow.ts'
import { StepFooter } from '../../../components/pipeline-graph/StepFooter.tsx'
import { toneOf } from '../../../components/pipeline-graph/step-words.ts'
import { openData } from '../data/open-data.ts'
import { useStep } from '../run/shown-run.ts'
import { openIssues } from '../state/check-result.ts'
import { pinKey } from '../state/editor-store.ts'
import { hasNewer, specOf } from '../state/catalog.ts'
import { useEditor, useEditorState, useNode } from '../state/EditorContext.tsx'
import { FarContext } from './far.ts'

/** A node of the pipeline on the canvas: its problems, or how it fared in the run that is shown. */
export const EditorNode = memo(function EditorNode({ id, selected }: NodeProps) {
  const { catalog } = useEditor()
  const language = useLanguage()
  const node = useNode(id)
  const dimmed = useEditorState((state) => state.dimmed?.get(id))
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const tone = useTone(id)
  const step = useStep(id)
  const showOutput = useCallback((port: string) => openData({ node: id, port }), [id])
  const isFar = use(FarContext)
  if (!node) return null
  if (isFar) return <FarCard name={id} tone={tone} isSelected={selected} />
  return (
    <BlockCard
      name={id}
      spec={specOf(catalog, node)}
      block={`${node.block}@${node.version}`}
      language={language}
      tone={tone}
      isSelected={selected}
      isDisabled={node.disabled}
      dimmed={dimmed}
      onOutput={showOutput}
      isConnectable={!isReadOnly}
      footer={step ? <StepFooter step={step} /> : <NodeFooter id={id} isOld={hasNewer(catalog, node)} />}
    />
  )
})

function useTone(id: string): CardTone {
  const step = useStep(id)
  const issues = useEditorState((state) => state.check.byNode.get(id))
  if (step) return toneOf(step.status)
  const open = openIssues(issues ?? [])
  if (open.some((issue) => issue.severity === 'error')) return 'error'
  return open.length > 0 ? 'warning' : 'plain'
}

function NodeFooter({ id, isOld }: { id: string; isOld: boolean }) {
  const { t } = useTranslation('editor')
  const issues = openIssues(useEditorState((state) => state.check.byNode.get(id)) ?? [])
  const pinned = useEditorState((state) =>
    Object.keys(state.pins).some((key) => key.startsWith(pinKey(id, '').slice(0, -3))),
  )
  const columns = useEditorState((state) => columnCount(state.check.schemas[id]))
  return (
    <>
      {isOld && (
        <span title={t('upgrade.badge')}>
          <IconArrowUpCircle size={13} aria-label={t('upgrade.badge')} role="img" />
        </span>
      )}
      {pinned && <IconPin size={13} aria-label={t('pin.isPinned')} role="img" />}
      {issues.length > 0 ? (
        <span className="ecoki-card-problem" data-severity={issues[0].severity} title={issues[0].message}>
          <IconAlertTriangle size={13} aria-hidden />
          {issues[0].message}
        </span>
      ) : (
        columns !== undefined && t('node.columns', { count: columns })
      )}
    </>
  )
}

function columnCount(ports: Record<string, { type: string }> | undefined): number | undefined {
  const table = Object.values(ports ?? {}).find((schema) => schema.type === 'table')
  return table && (table as unknown as { table: { columns: unknown[] } }).table.columns.length
}
