import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { MoreButton } from '../../components/MoreButton.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { useMay, useProjectId } from '../../lib/project.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { ImportButton } from './ImportButton.tsx'
import { NewPipelineDialog } from './NewPipelineDialog.tsx'
import { PipelineTable } from './PipelineTable.tsx'

/** All pipelines of a project. */
export function PipelinesPage() {
  const { t } = useTranslation('pipelines')
  const mayDesign = useMay('engineer')
  const [isNew, setIsNew] = useState(false)
  const actions = mayDesign && (
    <>
      <ImportButton />
      <Button leftSection={<IconPlus size={16} />} onClick={() => setIsNew(true)}>
        {t('new')}
      </Button>
    </>
  )
  return (
    <Page title={t('title')} actions={actions}>
      <Filters />
      <PipelineList />
      {isNew && <NewPipelineDialog onClose={() => setIsNew(false)} />}
    </Page>
  )
}

function Filters() {
  const { t } = useTranslation('pipelines')
  const search = useSearch({ from: '/p/$projectId/pipelines' })
  const navigate = useNavigate({ from: '/p/$projectId/pipelines' })
  const set = (change: typeof search) => void navigate({ search: { ...search, ...change }, replace: true })
  return (
    <Group gap="sm">
      <SearchField
        label={t('searchLabel')}
        value={search.search ?? ''}
        onChange={(text) => set({ search: text || undefined })}
      />
      <SegmentedControl
        aria-label={t('which')}
        value={search.archived ? 'archived' : 'active'}
        onChange={(value) => set({ archived: value === 'archived' || undefined })}
        data={[
          { value: 'active', label: t('showActive') },
          { value: 'archived', label: t('showArchived') },
        ]}
      />
    </Group>
  )
}

function PipelineList() {
  const projectId = useProjectId()
  const { search, archived } = useSearch({ from: '/p/$projectId/pipelines' })
  const input = { projectId, search, archived: archived ? ('only' as const) : ('no' as const) }
  const pages = usePages(trpc.pipelines.list.infiniteQueryKey(input), (cursor) =>
    trpcClient.pipelines.list.query({ ...input, cursor }),
  )
  if (pages.isPending) return <PageLoading />
  if (pages.isError) return <ProblemNote error={pages.error} />
  const { items } = pages
  if (items.length === 0) return <NoPipelines isArchive={archived ?? false} isSearch={search !== undefined} />
  return (
    <>
      <PipelineTable items={items} />
      <MoreButton {...pages} />
    </>
  )
}

function NoPipelines({ isArchive, isSearch }: { isArchive: boolean; isSearch: boolean }) {
  const { t } = useTranslation('pipelines')
  if (isSearch) return <EmptyNote text={t('emptySearch')} hint={t('emptySearchHint')} />
  if (isArchive) return <EmptyNote text={t('emptyArchive')} hint={t('emptyArchiveHint')} />
  return <EmptyNote text={t('emptyTitle')} hint={t('emptyHint')} />
}
