import { ActionIcon, Button, Group, Menu, Text, Title, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCommand,
  IconDots,
  IconLayoutDistributeHorizontal,
  IconLayoutSidebar,
  IconMaximize,
  IconPlayerPlay,
  IconTable,
} from '@tabler/icons-react'
import { spotlight } from '@mantine/spotlight'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { canDo, commands } from './commands/commands.ts'
import type { CommandContext } from './commands/commands.ts'
import type { CommandId } from './commands/command-ids.ts'
import { shownKey } from './commands/KeySheet.tsx'
import { useUi } from './commands/ui.ts'
import { isDirty } from './state/document-hash.ts'
import { useEditor, useEditorState } from './state/EditorContext.tsx'
import { onlyNode } from './state/selection.ts'

export interface ToolbarProps {
  context: CommandContext
  isSaving: boolean
  isStarting: boolean
  mayRun: boolean
}

export function Toolbar({ context, isSaving, isStarting, mayRun }: ToolbarProps) {
  const { t } = useTranslation('editor')
  const name = useEditorState((state) => state.document.name)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const isTable = useUi((state) => state.isTable)
  const isPaletteOpen = useUi((state) => state.isPaletteOpen)
  return (
    <Group className="ecoki-toolbar" gap="xs" wrap="nowrap" role="toolbar" aria-label={t('toolbar')}>
      {!isReadOnly && (
        <IconButton
          label={t('palette.toggle')}
          isPressed={isPaletteOpen}
          onClick={() => useUi.setState({ isPaletteOpen: !isPaletteOpen })}
        >
          <IconLayoutSidebar size={18} aria-hidden />
        </IconButton>
      )}
      <Title order={1} size="h4" lineClamp={1} className="ecoki-toolbar-name" title={name}>
        {name}
      </Title>
      <SaveState />
      <Group gap={4} ml="auto" wrap="nowrap">
        {!isReadOnly && <UndoButtons />}
        <CommandButton id="tidy" context={context}>
          <IconLayoutDistributeHorizontal size={18} aria-hidden />
        </CommandButton>
        <CommandButton id="fit" context={context}>
          <IconMaximize size={18} aria-hidden />
        </CommandButton>
        <IconButton
          label={t('command.table')}
          isPressed={isTable}
          onClick={() => useUi.setState({ isTable: !isTable })}
        >
          <IconTable size={18} aria-hidden />
        </IconButton>
        <IconButton label={t('sheet.palette')} onClick={() => spotlight.open()}>
          <IconCommand size={18} aria-hidden />
        </IconButton>
        <MoreMenu context={context} />
      </Group>
      {!isReadOnly && <SaveButton context={context} isSaving={isSaving} />}
      {mayRun && <RunButtons context={context} isStarting={isStarting} />}
    </Group>
  )
}

interface IconButtonProps {
  label: string
  isPressed?: boolean
  disabled?: boolean
  onClick(): void
  children: React.ReactNode
}

function IconButton({ label, isPressed, disabled, onClick, children }: IconButtonProps) {
  return (
    <Tooltip label={label} openDelay={400} withinPortal={false}>
      <ActionIcon
        variant={isPressed ? 'light' : 'subtle'}
        color="gray"
        size="lg"
        aria-label={label}
        aria-pressed={isPressed}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function CommandButton({
  id,
  context,
  children,
}: {
  id: CommandId
  context: CommandContext
  children: React.ReactNode
}) {
  const { t } = useTranslation('editor')
  const command = commands.find((item) => item.id === id)!
  if (command.isEdit && context.editor.store.getState().isReadOnly) return null
  return (
    <IconButton label={t(`command.${id}`)} onClick={() => command.run(context)}>
      {children}
    </IconButton>
  )
}

function UndoButtons() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const canUndo = useStore(store.temporal, (state) => state.pastStates.length > 0)
  const canRedo = useStore(store.temporal, (state) => state.futureStates.length > 0)
  return (
    <>
      <IconButton label={t('command.undo')} disabled={!canUndo} onClick={() => store.undo()}>
        <IconArrowBackUp size={18} aria-hidden />
      </IconButton>
      <IconButton label={t('command.redo')} disabled={!canRedo} onClick={() => store.redo()}>
        <IconArrowForwardUp size={18} aria-hidden />
      </IconButton>
    </>
  )
}

/** In words whether all is saved: where the draft is, and that a check is under way. */
function SaveState() {
  const { t } = useTranslation('editor')
  const document = useEditorState((state) => state.document)
  const base = useEditorState((state) => state.base)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const dirty = isDirty(document, base)
  const text = isReadOnly
    ? t('save.readOnly')
    : dirty
      ? t('save.draft')
      : t('save.saved', { revision: base.revision })
  return (
    <Text size="xs" c="dimmed" role="status" className="ecoki-nowrap">
      {text}
    </Text>
  )
}

function SaveButton({ context, isSaving }: { context: CommandContext; isSaving: boolean }) {
  const { t } = useTranslation('editor')
  const document = useEditorState((state) => state.document)
  const base = useEditorState((state) => state.base)
  return (
    <Button
      size="xs"
      variant="default"
      loading={isSaving}
      disabled={!isDirty(document, base)}
      onClick={context.save}
    >
      {t('save.do')}
    </Button>
  )
}

function RunButtons({ context, isStarting }: { context: CommandContext; isStarting: boolean }) {
  const { t } = useTranslation('editor')
  const node = useEditorState((state) => onlyNode(state.selection))
  return (
    <Button.Group>
      <Button
        size="xs"
        loading={isStarting}
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={() => context.run()}
      >
        {t('run.do')}
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button size="xs" px={8} miw={28} aria-label={t('run.more')}>
            ▾
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['until', 'only'] as const).map((kind) => (
            <Menu.Item
              key={kind}
              disabled={node === undefined}
              onClick={() => node !== undefined && context.run({ kind, node })}
            >
              {t(`run.${kind}`, { node: node ?? '…' })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  )
}

const menuIds: readonly CommandId[] = [
  ...(['copy', 'paste', 'duplicate', 'delete', 'selectAll', 'toggleDisabled'] as const),
  ...(['group', 'ungroup', 'note', 'sheet'] as const),
]

function MoreMenu({ context }: { context: CommandContext }) {
  const { t } = useTranslation('editor')
  useEditorState((state) => state.selection)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('more')}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {menuIds.map((id) => {
          const command = commands.find((item) => item.id === id)!
          return (
            <Menu.Item
              key={id}
              disabled={!canDo(command, context)}
              rightSection={
                command.keys && (
                  <Text size="xs" c="dimmed">
                    {shownKey(command.keys[0], t)}
                  </Text>
                )
              }
              onClick={() => command.run(context)}
            >
              {t(`command.${id}`)}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
