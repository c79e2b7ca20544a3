import { Alert, Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatAgo } from '../../../lib/format.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import type { Opened } from '../state/open-pipeline.ts'

const askEveryMs = 15_000

/** Says when someone else has saved this pipeline meanwhile, and that a draft was taken up. */
export function NewerNote({ start, onOpen }: { start: Opened; onOpen(): void }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { projectId } = useEditor()
  const revision = useEditorState((state) => state.base.revision)
  const [isDraftSeen, setDraftSeen] = useState(false)
  const newest = useQuery({
    ...trpc.pipelines.versions.queryOptions({ projectId, id: start.key.id, limit: 1 }),
    enabled: revision > 0,
    refetchInterval: askEveryMs,
    retry: false,
  })
  const version = newest.data?.[0]
  return (
    <div role="status">
      {version && version.revision > revision && (
        <Alert color="yellow" p="xs" radius={0} icon={<IconUsers size={18} />}>
          <Group gap="md">
            <Text size="sm">
              {t('newer.by', {
                name: version.savedBy ?? t('conflict.someone'),
                ago: formatAgo(version.savedAt, language, Date.now()),
              })}
            </Text>
            <Button size="compact-sm" variant="default" onClick={onOpen}>
              {t('newer.compare')}
            </Button>
          </Group>
        </Alert>
      )}
      {start.isDraft && revision === start.base.revision && !isDraftSeen && (
        <Alert
          color="gray"
          p="xs"
          radius={0}
          withCloseButton
          closeButtonLabel={t('close')}
          onClose={() => setDraftSeen(true)}
        >
          {t('draft.taken')}
        </Alert>
      )}
    </div>
  )
}
