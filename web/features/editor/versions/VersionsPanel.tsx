import { Button, Group, Modal, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { TextDialog } from '../../../components/TextDialog.tsx'
import { formatTime } from '../../../lib/format.ts'
import { trpc, trpcClient } from '../../../lib/trpc.ts'
import type { Outputs } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { placed } from '../state/open-pipeline.ts'
import type { Opened } from '../state/open-pipeline.ts'
import { documentOf } from '../state/wire-types.ts'
import { VersionDiff } from './VersionDiff.tsx'

type Version = Outputs['pipelines']['versions'][number]

/** All saved versions, newest first: compared, named, brought back as an edit that can be undone. */
export function VersionsPanel({ start }: { start: Opened }) {
  const { t } = useTranslation('editor')
  const { projectId } = useEditor()
  const revision = useEditorState((state) => state.base.revision)
  const versions = useQuery({
    ...trpc.pipelines.versions.queryOptions({ projectId, id: start.key.id }),
    enabled: revision > 0,
  })
  if (revision === 0)
    return (
      <Text p="sm" size="sm" c="dimmed">
        {t('versions.none')}
      </Text>
    )
  return (
    <Stack gap="xs" p="sm" role="region" aria-label={t('side.versions')}>
      {versions.error && <ProblemNote error={versions.error} />}
      <ul className="ecoki-issues">
        {versions.data?.map((version) => (
          <VersionCard
            key={version.revision}
            version={version}
            id={start.key.id}
            onNamed={() => void versions.refetch()}
          />
        ))}
      </ul>
    </Stack>
  )
}

interface CardProps {
  version: Version
  id: string
  onNamed(): void
}

function VersionCard({ version, id, onNamed }: CardProps) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { projectId, store, catalog } = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [open, setOpen] = useState<'diff' | 'name'>()
  const { revision } = version
  const naming = useMutation({
    mutationFn: (name: string) =>
      trpcClient.pipelines.nameVersion.mutate({ projectId, id, revision, name, note: version.note }),
    onSuccess: () => {
      setOpen(undefined)
      onNamed()
    },
  })
  const bringBack = useMutation({
    mutationFn: () => trpcClient.pipelines.get.query({ projectId, id, revision }),
    onSuccess: ({ document }) => {
      store.getState().edit(() => placed(documentOf(document), catalog))
      notifyDone(t('versions.broughtBack', { revision }))
    },
    onError: notifyProblem,
  })
  return (
    <Paper component="li" withBorder p="xs" className="ecoki-issue">
      <Text size="sm" fw={600}>
        {t('versions.one', { revision })}
        {version.name && ` · ${version.name}`}
      </Text>
      <Text size="xs" c="dimmed">
        {[version.savedBy, formatTime(version.savedAt, language)].filter(Boolean).join(' · ')}
      </Text>
      <Group gap={6} mt={4}>
        <Button size="compact-xs" variant="default" onClick={() => setOpen('diff')}>
          {t('versions.compare')}
        </Button>
        {!isReadOnly && (
          <>
            <Button size="compact-xs" variant="default" onClick={() => setOpen('name')}>
              {t('versions.name')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              loading={bringBack.isPending}
              onClick={() => bringBack.mutate()}
            >
              {t('versions.bringBack')}
            </Button>
          </>
        )}
      </Group>
      {open === 'name' && (
        <TextDialog
          title={t('versions.nameTitle', { revision })}
          label={t('versions.nameLabel')}
          value={version.name ?? ''}
          action={t('versions.name')}
          isBusy={naming.isPending}
          error={naming.error}
          onSubmit={(name) => naming.mutate(name)}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'diff' && (
        <Modal
          opened
          size="90%"
          title={t('versions.diffTitle', { revision })}
          onClose={() => setOpen(undefined)}
          closeButtonProps={{ 'aria-label': t('close') }}
        >
          <VersionDiff id={id} revision={revision} />
        </Modal>
      )}
    </Paper>
  )
}
