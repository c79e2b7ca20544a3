import { Paper, ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useLanguage } from '../../../lib/use-language.ts'
import { useClickOutside } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inWindow } from './in-window.ts'
import type { End, Position } from '#pipeline/edit.ts'
import { addNode, connect, newNode } from '#pipeline/edit.ts'
import { BlockIcon } from '../../../components/pipeline-graph/BlockIcon.tsx'
import { fittingBlocks, purposeOf, searchBlocks, specOf } from '../state/catalog.ts'
import type { BlockSpec } from '../state/catalog.ts'
import { useEditor } from '../state/EditorContext.tsx'
import { chosen } from '../state/selection.ts'

export interface DroppedWire {
  from: End
  /** On the canvas, where the new block goes. */
  position: Position
  /** In the window, where the list opens. */
  screen: Position
}

/** A wire was dropped on the empty canvas: the blocks that take it; the chosen one is placed and wired in one step. */
export function FittingBlocks({ wire, onClose }: { wire: DroppedWire; onClose(): void }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store, catalog } = useEditor()
  const [words, setWords] = useState('')
  const ref = useClickOutside(onClose)
  const type = outputType()
  const fitting = new Map(fittingBlocks(catalog.newest, type ?? '').map(({ block, input }) => [block, input]))
  const shown = searchBlocks([...fitting.keys()], words, language)

  function outputType(): string | undefined {
    const node = store.getState().document.nodes.find(({ id }) => id === wire.from.node)
    return node && specOf(catalog, node)?.outputs.find((port) => port.name === wire.from.port)?.type
  }
  function place(spec: BlockSpec, input: string): void {
    const node = newNode(store.getState().document, spec)
    store.getState().edit((document) => {
      const placed = addNode(document, node, wire.position)
      return connect(placed, { from: wire.from, to: { node: node.id, port: input } })
    })
    store.getState().select(chosen({ nodes: [node.id] }))
    onClose()
  }
  return (
    <Paper
      ref={ref}
      className="ecoki-floating"
      shadow="md"
      withBorder
      p="xs"
      w={300}
      role="dialog"
      aria-label={t('fitting.title')}
      style={inWindow(wire.screen)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Text size="sm" fw={600} mb={6}>
        {t('fitting.title')}
      </Text>
      <TextInput
        size="xs"
        autoFocus
        value={words}
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && shown[0]) place(shown[0].spec, fitting.get(shown[0])!)
        }}
      />
      <ScrollArea.Autosize mah={260} mt={6} type="auto">
        {shown.map((block) => (
          <UnstyledButton
            key={block.key}
            className="ecoki-choice"
            onClick={() => place(block.spec, fitting.get(block)!)}
          >
            <BlockIcon name={block.spec.icon} />
            <span>
              <Text component="span" size="sm" display="block">
                {block.spec.title[language]}
              </Text>
              <Text component="span" size="xs" c="dimmed" display="block" lineClamp={2}>
                {purposeOf(block.spec, language)}
              </Text>
            </span>
          </UnstyledButton>
        ))}
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('fitting.none')}
          </Text>
        )}
      </ScrollArea.Autosize>
    </Paper>
  )
}
