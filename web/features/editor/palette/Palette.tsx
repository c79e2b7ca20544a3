import { ScrollArea, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { BlockDescription } from '#pipeline/block-description.ts'
import { Markdown } from '../../../components/Markdown.tsx'
import { BlockIcon } from '../../../components/pipeline-graph/BlockIcon.tsx'
import { formatTime } from '../../../lib/format.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { categories, purposeOf, searchBlocks } from '../state/catalog.ts'
import { useEditor } from '../state/EditorContext.tsx'
import { placeBeside } from './place-block.ts'

/** The field that a command puts the keyboard into. */
export const paletteSearchId = 'palette-search'

/** All blocks, in groups, found by name, synonym or purpose in both languages. */
export function Palette({ asOf }: { asOf?: string }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { catalog } = useEditor()
  const [words, setWords] = useState('')
  const [told, setTold] = useState<BlockDescription>()
  const found = searchBlocks(catalog.newest, words, language)
  const groups = words.trim() === '' ? byCategory(found) : [{ category: undefined, blocks: found }]
  const list = useRef<HTMLDivElement>(null)
  return (
    <Stack gap={0} h="100%" component="section" aria-label={t('palette.title')}>
      <TextInput
        id={paletteSearchId}
        m="xs"
        size="xs"
        type="search"
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'ArrowDown' && moveFocus(event, list.current, 1)}
      />
      {asOf && (
        <Text size="xs" c="dimmed" px="xs" pb="xs" role="status">
          {t('palette.asOf', { time: formatTime(asOf, language) })}
        </Text>
      )}
      <ScrollArea className="ecoki-grow" type="auto" scrollbars="y" offsetScrollbars="y">
        <div ref={list}>
          {groups.map(({ category, blocks }) => (
            <div key={category ?? 'found'} role="group" aria-label={category && t(`category.${category}`)}>
              {category && (
                <Title order={2} className="ecoki-palette-group">
                  {t(`category.${category}`)}
                </Title>
              )}
              {blocks.map((block) => (
                <PaletteItem key={block.key} block={block} onTell={setTold} list={list} />
              ))}
            </div>
          ))}
        </div>
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {t('palette.none')}
          </Text>
        )}
      </ScrollArea>
      {told && (
        <ScrollArea.Autosize
          mah="40%"
          type="auto"
          className="ecoki-palette-docs"
          tabIndex={0}
          role="region"
          aria-label={t('node.docs')}
        >
          <Title order={2} size="h5">
            {told.spec.title[language]}
          </Title>
          <Markdown text={told.spec.docs[language]} headings={3} />
        </ScrollArea.Autosize>
      )}
    </Stack>
  )
}

function byCategory(blocks: readonly BlockDescription[]) {
  return categories
    .map((category) => ({ category, blocks: blocks.filter(({ spec }) => spec.category === category) }))
    .filter((group) => group.blocks.length > 0)
}

interface ItemProps {
  block: BlockDescription
  onTell(block: BlockDescription): void
  list: { current: HTMLDivElement | null }
}

function PaletteItem({ block, onTell, list }: ItemProps) {
  const language = useLanguage()
  const editor = useEditor()
  const { spec } = block
  const isReadOnly = editor.store.getState().isReadOnly
  return (
    <button
      type="button"
      className="ecoki-choice ecoki-palette-item"
      draggable={!isReadOnly}
      disabled={isReadOnly}
      title={purposeOf(spec, language)}
      onDragStart={(event) => event.dataTransfer.setData('text/ecoki-block', block.key)}
      onFocus={() => onTell(block)}
      onMouseDown={() => onTell(block)}
      onDoubleClick={() => placeBeside(editor, spec)}
      onKeyDown={(event) => {
        // With Ctrl it runs the pipeline.
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) placeBeside(editor, spec)
        if (event.key === 'ArrowDown') moveFocus(event, list.current, 1)
        if (event.key === 'ArrowUp') moveFocus(event, list.current, -1)
      }}
    >
      <BlockIcon name={spec.icon} />
      <span>{spec.title[language]}</span>
    </button>
  )
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null, by: number): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('.ecoki-palette-item') ?? [])]
  const at = items.indexOf(event.currentTarget as HTMLElement)
  event.preventDefault()
  items[Math.min(Math.max(at + by, 0), items.length - 1)]?.focus()
}
