import { Checkbox, CloseButton, Group, Paper, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchField } from '../../components/SearchField.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { maxTrendTags } from '../../lib/trends-search.ts'

export interface TagPickerProps {
  chosen: number[]
  onChange(tags: number[]): void
}

/** Any tags of the project, found by their names. */
export function TagPicker({ chosen, onChange }: TagPickerProps) {
  const { t } = useTranslation('trends')
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const found = useQuery(
    trpc.tags.list.queryOptions(
      { projectId, limit: 100, ...(search && { search }) },
      { placeholderData: keepPreviousData },
    ),
  )
  const items = found.data?.items.filter(({ type }) => type !== 'text') ?? []
  const toggle = (id: number) =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const isFull = chosen.length >= maxTrendTags
  return (
    <Stack gap="xs" component="section" aria-label={t('tags')}>
      <SearchField label={t('searchTags')} value={search} onChange={setSearch} />
      <ChosenTags {...{ chosen, onChange }} />
      {isFull && <Text size="xs">{t('tooMany', { most: maxTrendTags })}</Text>}
      <Paper withBorder p="xs" className="trends-tags" tabIndex={0} role="group" aria-label={t('tags')}>
        <Stack gap={8}>
          {items.map(({ id, name, unit, description }) => (
            <Checkbox
              key={id}
              {...{ size: 'sm', label: unit ? `${name} [${unit}]` : name, title: description ?? undefined }}
              {...{ checked: chosen.includes(id), disabled: isFull && !chosen.includes(id) }}
              onChange={() => toggle(id)}
            />
          ))}
          {found.isSuccess && items.length === 0 && (
            <Text size="sm">{t(search ? 'noTags' : 'noTagsAtAll')}</Text>
          )}
        </Stack>
      </Paper>
    </Stack>
  )
}

/** Those that a search hides, too. */
function ChosenTags({ chosen, onChange }: TagPickerProps) {
  const { t } = useTranslation('trends')
  const projectId = useProjectId()
  const own = useQuery(
    trpc.tags.list.queryOptions(
      { projectId, ids: chosen, limit: 100 },
      { enabled: chosen.length > 0, placeholderData: keepPreviousData },
    ),
  )
  if (chosen.length === 0) return null
  const names = new Map(own.data?.items.map(({ id, name }) => [id, name]))
  return (
    <Stack gap={2}>
      <Text size="xs" fw={600}>
        {t('chosen', { count: chosen.length })}
      </Text>
      {chosen.map((id) => {
        const name = names.get(id) ?? `#${id}`
        return (
          <Group key={id} gap={4} wrap="nowrap" justify="space-between">
            <Text size="xs" truncate>
              {name}
            </Text>
            <CloseButton
              {...{ size: 24, iconSize: 16, 'aria-label': t('removeTag', { name }) }}
              onClick={() => onChange(chosen.filter((one) => one !== id))}
            />
          </Group>
        )
      })}
    </Stack>
  )
}
