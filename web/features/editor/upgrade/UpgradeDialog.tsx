import { Button, Code, Group, List, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PipelineNode } from '#pipeline/document.ts'
import { upgradeNode } from '#pipeline/edit.ts'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { trpc } from '../../../lib/trpc.ts'
import type { Outputs } from '../../../lib/trpc.ts'
import { useEditor } from '../state/EditorContext.tsx'

type Upgrade = NonNullable<Outputs['blocks']['upgrade']>

/** What the newest version of a block changes at a node; taken over in one step that can be undone. */
export function UpgradeDialog({ node, onClose }: { node: PipelineNode; onClose(): void }) {
  const { t } = useTranslation(['editor', 'frame'])
  const { store } = useEditor()
  const answer = useQuery(trpc.blocks.upgrade.queryOptions({ node }))
  const upgrade = answer.data
  const take = () => {
    if (upgrade) store.getState().edit((document) => upgradeNode(document, node.id, upgrade))
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('upgrade.title', { node: node.id })}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <Stack>
        {answer.isPending && <PageLoading />}
        {answer.error && <ProblemNote error={answer.error} />}
        {upgrade === null && <Text size="sm">{t('upgrade.cannot')}</Text>}
        {upgrade && <Changes upgrade={upgrade} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('frame:cancel')}
          </Button>
          <Button disabled={!upgrade} onClick={take}>
            {t('upgrade.do')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Changes({ upgrade: { from, to, settings, ports } }: { upgrade: Upgrade }) {
  const { t } = useTranslation('editor')
  const isSame = settings.length + ports.removed.length + ports.added.length === 0
  return (
    <>
      <Text size="sm">{t('upgrade.versions', { from, to })}</Text>
      {isSame && <Text size="sm">{t('upgrade.same')}</Text>}
      {settings.length > 0 && (
        <section>
          <Title order={3} size="h5">
            {t('node.settings')}
          </Title>
          <List size="sm">
            {settings.map(({ name, before, after }) => (
              <List.Item key={name}>
                {name}: <Code>{shown(before)}</Code> → <Code>{shown(after)}</Code>
              </List.Item>
            ))}
          </List>
        </section>
      )}
      {ports.added.length + ports.removed.length > 0 && (
        <section>
          <Title order={3} size="h5">
            {t('upgrade.ports')}
          </Title>
          <List size="sm">
            {ports.added.map((port) => (
              <List.Item key={`+${port}`}>{t('upgrade.portAdded', { port })}</List.Item>
            ))}
            {ports.removed.map((port) => (
              <List.Item key={`-${port}`}>{t('upgrade.portRemoved', { port })}</List.Item>
            ))}
          </List>
        </section>
      )}
    </>
  )
}

function shown(value: unknown): string {
  if (value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
