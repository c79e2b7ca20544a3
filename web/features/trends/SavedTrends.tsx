import { ActionIcon, Button, Group, Select, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextDialog } from '../../components/TextDialog.tsx'
import { useMay } from '../../lib/project.ts'
import type { TrendsSearch } from '../../lib/trends-search.ts'
import { contentOf, searchOf, useSavedTrends } from './use-saved-trends.ts'

/** Trends that the project keeps under names. */
export function SavedTrends({ search }: { search: TrendsSearch }) {
  const { t } = useTranslation(['trends', 'frame'])
  const navigate = useNavigate({ from: '/p/$projectId/trends' })
  const mayKeep = useMay('operator')
  const [isNaming, setIsNaming] = useState(false)
  const { trends, create, save, remove } = useSavedTrends()
  const opened = trends.find(({ id }) => id === search.trend)
  const show = (next: TrendsSearch) => void navigate({ search: next })
  const keep = (name: string) =>
    create.mutate(
      { name, content: contentOf(search) },
      {
        onSuccess: ({ id }) => {
          setIsNaming(false)
          show({ ...search, trend: id })
        },
      },
    )
  const isSaveable = mayKeep && (search.tags?.length ?? 0) > 0
  return (
    <Group gap="xs">
      <Select
        {...{ 'aria-label': t('open'), placeholder: t('saved'), searchable: true, size: 'sm', w: 240 }}
        {...{ value: opened?.id ?? null, nothingFoundMessage: t('noneSaved') }}
        data={trends.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => {
          const chosen = trends.find((trend) => trend.id === id)
          if (chosen) show(searchOf(chosen))
        }}
      />
      {mayKeep && opened && (
        <>
          <Button
            {...{ variant: 'default', loading: save.isPending }}
            onClick={() => save.mutate({ ...opened, content: contentOf(search) })}
          >
            {t('save')}
          </Button>
          <Tooltip label={t('removeTrend')}>
            <ActionIcon
              {...{ variant: 'subtle', color: 'gray', size: 'lg', 'aria-label': t('removeTrend') }}
              onClick={() =>
                remove.mutate(opened.id, { onSuccess: () => show({ ...search, trend: undefined }) })
              }
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      {isSaveable && <Button onClick={() => setIsNaming(true)}>{t(opened ? 'saveAs' : 'save')}</Button>}
      {isNaming && (
        <TextDialog
          {...{ title: t('saveTitle'), label: t('name'), value: '', action: t('frame:save') }}
          {...{
            isBusy: create.isPending,
            error: create.error,
            onSubmit: keep,
            onClose: () => setIsNaming(false),
          }}
        />
      )}
    </Group>
  )
}
