import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { MoreButton } from '../../components/MoreButton.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useProjectId } from '../../lib/project.ts'
import { runsFilter } from '../../lib/runs-search.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { inOrder } from './run-facts.ts'
import { RunFilters } from './RunFilters.tsx'
import { RunTable } from './RunTable.tsx'
import { SavedViews } from './SavedViews.tsx'

/** All runs of a project; the filters stand in the address. */
export function RunsPage() {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const search = useSearch({ from: '/p/$projectId/runs' })
  const [chosen, setChosen] = useState<string[]>([])
  const input = { projectId, ...runsFilter(search) }
  const pages = usePages(trpc.runs.list.infiniteQueryKey(input), (cursor) =>
    trpcClient.runs.list.query({ ...input, cursor }),
  )
  const { items } = pages
  const compare = () => {
    const [left, right] = inOrder(items, chosen)
    void navigate({ to: '/p/$projectId/compare', params: { projectId }, search: { left, right } })
  }
  const actions = (
    <Button variant="default" disabled={chosen.length !== 2} title={t('compareHint')} onClick={compare}>
      {t('compareSelected')}
    </Button>
  )
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page title={t('title')} actions={actions}>
      <SavedViews />
      <RunFilters />
      {pages.isPending && <PageLoading />}
      {pages.isError && <ProblemNote error={pages.error} />}
      {items.length > 0 && <RunTable {...{ items, chosen, setChosen }} />}
      {pages.isSuccess && items.length === 0 && (
        <EmptyNote
          text={t(isFiltered ? 'emptyFilter' : 'empty')}
          hint={isFiltered ? undefined : t('emptyHint')}
        />
      )}
      <MoreButton {...pages} />
    </Page>
  )
}
