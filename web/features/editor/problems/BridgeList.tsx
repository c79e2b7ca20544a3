import { Button, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PipelineEdge } from '#pipeline/document.ts'
import { freshName, insertBridge } from '#pipeline/edit.ts'
import { BlockIcon } from '../../../components/pipeline-graph/BlockIcon.tsx'
import { trpc } from '../../../lib/trpc.ts'
import type { Outputs } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { purposeOf, specOf } from '../state/catalog.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import type { Editor } from '../state/EditorContext.tsx'
import { freePlace } from '../palette/place-block.ts'
import { chosen } from '../state/selection.ts'

type Bridge = Outputs['pipelines']['bridges'][number]

/** Blocks that close the gap of a wire, each put in by one click. */
export function BridgeList({ edge, onDone }: { edge: PipelineEdge; onDone?(): void }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const editor = useEditor()
  const document = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const bridges = useQuery(
    trpc.pipelines.bridges.queryOptions(
      { projectId: editor.projectId, document, edge },
      { staleTime: Infinity },
    ),
  )
  if (bridges.isPending) return <Loader size="xs" type="dots" color="gray" aria-label={t('bridge.asking')} />
  const found = bridges.data ?? []
  if (isReadOnly) return null
  if (found.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t('bridge.none')}
      </Text>
    )
  return (
    <Stack gap={6} align="flex-start">
      <Text size="xs" c="dimmed">
        {t('bridge.title')}
      </Text>
      {found.map((bridge) => {
        const spec = specOf(editor.catalog, bridge)
        return (
          <Button
            key={`${bridge.block}@${bridge.version}`}
            size="compact-sm"
            maw="100%"
            title={spec && purposeOf(spec, language)}
            variant={bridge.isProven ? 'light' : 'default'}
            leftSection={<BlockIcon name={spec?.icon ?? ''} size={14} />}
            onClick={() => {
              putIn(editor, edge, bridge)
              onDone?.()
            }}
          >
            {t(bridge.isProven ? 'bridge.insert' : 'bridge.insertOpen', {
              block: spec?.title[language] ?? bridge.block,
            })}
          </Button>
        )
      })}
    </Stack>
  )
}

/** Between the two ends; one undo step. */
function putIn({ store }: Editor, edge: PipelineEdge, bridge: Bridge): void {
  const { nodes, layout } = store.getState().document
  const id = freshName(bridge.block, new Set(nodes.map((node) => node.id)))
  const [a, b] = [layout.positions[edge.from.node], layout.positions[edge.to.node]]
  const middle = a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : { x: 0, y: 0 }
  const position = freePlace(layout.positions, middle)
  const node = { id, block: bridge.block, version: bridge.version, config: bridge.config }
  const { input, output } = bridge
  store.getState().edit((document) => insertBridge(document, edge, { node, input, output, position }))
  store.getState().select(chosen({ nodes: [id] }))
}
