import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextDialog } from '../../components/TextDialog.tsx'
import { useMay, useProjectId } from '../../lib/project.ts'
import type { RunsSearch } from '../../lib/runs-search.ts'
import { useSavedViews } from './saved-views.ts'
import type { SavedView } from './saved-views.ts'

/** Filters one comes back to: three that everybody has, and one's own. */
export function SavedViews() {
  const { t } = useTranslation(['runs', 'frame'])
  const projectId = useProjectId()
  const search = useSearch({ from: '/p/$projectId/runs' })
  const { views, save, remove } = useSavedViews(projectId)
  const mayKeep = useMay('operator')
  const [isNaming, setIsNaming] = useState(false)
  const keep = (name: string) => save.mutate({ name, search }, { onSuccess: () => setIsNaming(false) })
  return (
    <Group gap={6} role="group" aria-label={t('views')}>
      <FixedViews />
      {views.map((view) => (
        <OwnView key={view.name} view={view} onRemove={() => remove.mutate(view.name)} />
      ))}
      {mayKeep && Object.keys(search).length > 0 && (
        <Button
          {...{ variant: 'subtle', color: 'gray', size: 'compact-sm' }}
          leftSection={<IconPlus size={14} />}
          onClick={() => setIsNaming(true)}
        >
          {t('saveView')}
        </Button>
      )}
      {isNaming && (
        <TextDialog
          {...{ title: t('saveViewTitle'), label: t('viewName'), value: '', action: t('frame:save') }}
          {...{
            isBusy: save.isPending,
            error: save.error,
            onSubmit: keep,
            onClose: () => setIsNaming(false),
          }}
        >
          <Text size="sm" c="dimmed">
            {t('viewHint')}
          </Text>
        </TextDialog>
      )}
    </Group>
  )
}

function FixedViews() {
  const { t } = useTranslation(['runs', 'frame'])
  const today = new Date().toLocaleDateString('sv-SE')
  return (
    <>
      <ViewButton label={t('filterAll')} search={{}} />
      <ViewButton label={t('viewFailed')} search={{ status: ['failed'] }} />
      <ViewButton label={t('viewOpen')} search={{ status: ['queued', 'stalled', 'running'] }} />
      <ViewButton label={t('viewToday')} search={{ from: today }} />
    </>
  )
}

function OwnView({ view: { name, search }, onRemove }: { view: SavedView; onRemove(): void }) {
  const { t } = useTranslation(['runs', 'frame'])
  return (
    <Group gap={0} wrap="nowrap">
      <ViewButton label={name} search={search} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('removeView', { name })}
        onClick={onRemove}
      >
        <IconX size={14} />
      </ActionIcon>
    </Group>
  )
}

function ViewButton({ label, search }: { label: string; search: RunsSearch }) {
  const current = useSearch({ from: '/p/$projectId/runs' })
  const navigate = useNavigate({ from: '/p/$projectId/runs' })
  const isCurrent = JSON.stringify(current) === JSON.stringify(search)
  return (
    <Button
      {...{
        size: 'compact-sm',
        variant: isCurrent ? 'light' : 'default',
        'aria-pressed': isCurrent,
      }}
      onClick={() => void navigate({ search })}
    >
      {label}
    </Button>
  )
}
