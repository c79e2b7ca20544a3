import '@mantine/spotlight/styles.css'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { BlockIcon } from '../../../components/pipeline-graph/BlockIcon.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { placeBeside } from '../palette/place-block.ts'
import { jumpTo } from '../problems/jump.ts'
import { useEditorState } from '../state/EditorContext.tsx'
import { canDo, commands } from './commands.ts'
import type { CommandContext } from './commands.ts'
import { shownKey } from './KeySheet.tsx'

/** Ctrl+K: every command, every block to add, every node to go to, by typing. */
export function CommandPalette({ context }: { context: CommandContext }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { editor } = context
  const nodes = useEditorState((state) => state.document.nodes)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const actions = [
    {
      group: t('spotlight.commands'),
      actions: commands
        .filter((command) => command.id !== 'selectNone')
        .map((command) => ({
          id: command.id,
          label: t(`command.${command.id}`),
          description: command.keys && shownKey(command.keys[0], t),
          onClick: () => {
            if (canDo(command, context)) command.run(context)
          },
        })),
    },
    {
      group: t('spotlight.add'),
      actions: (isReadOnly ? [] : editor.catalog.newest).map(({ key, spec }) => ({
        id: key,
        label: spec.title[language],
        keywords: [...spec.synonyms.de, ...spec.synonyms.en, spec.title.de, spec.title.en],
        leftSection: <BlockIcon name={spec.icon} />,
        onClick: () => void placeBeside(editor, spec),
      })),
    },
    {
      group: t('spotlight.nodes'),
      actions: nodes.slice(0, 500).map(({ id }) => ({
        id: `node ${id}`,
        label: id,
        onClick: () => jumpTo(editor, { node: id }),
      })),
    },
  ]
  return (
    <Spotlight
      actions={actions}
      shortcut="mod + K"
      limit={12}
      scrollable
      maxHeight={420}
      nothingFound={t('palette.none')}
      highlightQuery
      attributes={{ content: { 'aria-label': t('spotlight.search') } }}
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden />,
        placeholder: t('spotlight.search'),
        'aria-label': t('spotlight.search'),
      }}
    />
  )
}
