import { Button, Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { MoreButton } from '../../components/MoreButton.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { PlantTabs } from '../../components/PlantTabs.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { formatCount } from '../../lib/format.ts'
import { useMay, useProjectId } from '../../lib/project.ts'
import { tagsFilter } from '../../lib/tags-search.ts'
import type { TagsSearch } from '../../lib/tags-search.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { EditTagsDialog } from './EditTagsDialog.tsx'
import { GapsDialog } from './GapsDialog.tsx'
import { placesOf } from './tag-facts.ts'
import { TagTable } from './TagTable.tsx'
import { useTags } from './use-tags.ts'

/** Every tag with what it says now; the filters stand in the address. */
export function TagsPage() {
  const { t } = useTranslation('tags')
  const language = useLanguage()
  const search = useSearch({ from: '/p/$projectId/plant/tags' })
  const navigate = useNavigate({ from: '/p/$projectId/plant/tags' })
  const [chosen, setChosen] = useState<number[]>([])
  const [isEditing, setIsEditing] = useState(false)
  const tags = useTags(tagsFilter(search))
  const shown = tags.items.find(({ id }) => id === search.tag)
  const mayDesign = useMay('engineer')
  const actions = mayDesign && (
    <Button variant="default" disabled={chosen.length === 0} onClick={() => setIsEditing(true)}>
      {t('editChosen', { count: chosen.length })}
    </Button>
  )
  return (
    <Page title={t('title')} actions={actions}>
      <PlantTabs />
      <Filters />
      {tags.isPending && <PageLoading />}
      {tags.isError && <ProblemNote error={tags.error} />}
      {tags.isSuccess && (
        <Text size="sm" c="dimmed">
          {t('count', { shown: formatCount(tags.total, language) })}
        </Text>
      )}
      {tags.items.length > 0 && <TagTable {...{ items: tags.items, chosen, setChosen }} />}
      {tags.isSuccess && tags.items.length === 0 && <EmptyNote text={t('empty')} hint={t('emptyHint')} />}
      <MoreButton {...tags} />
      {isEditing && <EditTagsDialog ids={chosen} onClose={() => setIsEditing(false)} />}
      {shown && (
        <GapsDialog
          tag={shown}
          onClose={() => void navigate({ search: { ...search, tag: undefined }, replace: true })}
        />
      )}
    </Page>
  )
}

function Filters() {
  const { t } = useTranslation('tags')
  const projectId = useProjectId()
  const search = useSearch({ from: '/p/$projectId/plant/tags' })
  const navigate = useNavigate({ from: '/p/$projectId/plant/tags' })
  const set = (change: TagsSearch) => void navigate({ search: { ...search, ...change }, replace: true })
  const connections = useQuery(trpc.connections.list.queryOptions({ projectId }))
  const assets = useQuery(trpc.tags.assets.list.queryOptions({ projectId }))
  const places = placesOf(assets.data ?? []).map(({ id, label }) => ({ value: id, label }))
  const look = { clearable: true, searchable: true, w: 220 }
  return (
    <Group gap="sm" align="flex-end">
      <SearchField
        label={t('search')}
        value={search.search ?? ''}
        onChange={(text) => set({ search: text || undefined })}
      />
      <Select
        {...{ ...look, label: t('connection'), placeholder: t('all'), value: search.connection ?? null }}
        data={(connections.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(next) => set({ connection: next ?? undefined })}
      />
      <Select
        {...{ ...look, label: t('place'), placeholder: t('all'), value: search.asset ?? null }}
        data={[{ value: 'none', label: t('nowhere') }, ...places]}
        onChange={(next) => set({ asset: next ?? undefined })}
      />
      <Select
        {...{ ...look, label: t('state'), placeholder: t('all'), value: search.state ?? null, w: 160 }}
        data={(['stale', 'bad'] as const).map((value) => ({ value, label: t(`only.${value}`) }))}
        onChange={(next) => set({ state: (next as TagsSearch['state']) ?? undefined })}
      />
    </Group>
  )
}
