import { Group, Kbd, Modal, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { commands } from './commands.ts'
import { useUi } from './ui.ts'

/** All keys on one sheet. */
export function KeySheet() {
  const { t } = useTranslation('editor')
  const isOpen = useUi((state) => state.isSheetOpen)
  const close = () => useUi.setState({ isSheetOpen: false })
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('sheet.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t('sheet.help')}
      </Text>
      <Table verticalSpacing={4} aria-label={t('sheet.title')}>
        <Table.Tbody>
          {[
            ...commands.map(({ id, keys }) => [t(`command.${id}`), keys ?? copyKeys[id]] as const),
            [t('sheet.palette'), ['mod+K']] as const,
          ].map(([title, keys]) => (
            <Table.Tr key={title}>
              <Table.Td>{title}</Table.Td>
              <Table.Td>
                <Group gap={6}>
                  {keys?.map((key) => (
                    <Kbd key={key}>{shownKey(key, t)}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}

/** These come from the browser's own clipboard events. */
const copyKeys: Partial<Record<string, readonly string[]>> = { copy: ['mod+C'], paste: ['mod+V'] }

type Translate = ReturnType<typeof useTranslation<'editor'>>['t']

export function shownKey(key: string, t: Translate): string {
  return key
    .split('+')
    .map((part) => part || '+')
    .map((part) => (Object.hasOwn(keyNames, part) ? t(keyNames[part as keyof typeof keyNames]) : part))
    .join(' + ')
}

const keyNames = {
  mod: 'key.mod',
  shift: 'key.shift',
  alt: 'key.alt',
  Delete: 'key.delete',
  Backspace: 'key.backspace',
  Enter: 'key.enter',
  Escape: 'key.escape',
} as const
