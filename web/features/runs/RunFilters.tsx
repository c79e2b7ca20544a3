import { Button, Chip, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { runStatuses } from '#pipeline/run-words.ts'
import type { RunStatus } from '#pipeline/run-words.ts'
import { useProjectId } from '../../lib/project.ts'
import type { RunsSearch } from '../../lib/runs-search.ts'
import { trpc } from '../../lib/trpc.ts'

/** Narrows the list down; what is chosen stands in the address and can be sent to others. */
export function RunFilters() {
  const { t } = useTranslation(['runs', 'frame'])
  const search = useSearch({ from: '/p/$projectId/runs' })
  const navigate = useNavigate({ from: '/p/$projectId/runs' })
  const set = (change: RunsSearch) => void navigate({ search: { ...search, ...change }, replace: true })
  const setLater = useDebouncedCallback(
    (startedBy: string) => set({ startedBy: startedBy || undefined }),
    300,
  )
  const day = (key: 'from' | 'until') => ({
    type: 'date',
    value: search[key] ?? '',
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      set({ [key]: event.currentTarget.value || undefined }),
  })
  return (
    <Group gap="sm" align="flex-end">
      <PipelineFilter value={search.pipeline} onChange={(pipeline) => set({ pipeline })} />
      <TextInput
        {...{ label: t('filterStartedBy'), w: 170, defaultValue: search.startedBy, maxLength: 200 }}
        key={search.startedBy === undefined ? 'empty' : 'given'}
        onChange={(event) => setLater(event.currentTarget.value.trim())}
      />
      <TextInput label={t('filterFrom')} {...day('from')} />
      <TextInput label={t('filterUntil')} {...day('until')} />
      <StatusFilter value={search.status ?? []} onChange={(status) => set({ status })} />
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" color="gray" onClick={() => void navigate({ search: {}, replace: true })}>
          {t('clearFilters')}
        </Button>
      )}
    </Group>
  )
}

function StatusFilter({ value, onChange }: { value: RunStatus[]; onChange(value?: RunStatus[]): void }) {
  const { t } = useTranslation(['runs', 'frame'])
  return (
    <Chip.Group
      multiple
      value={value}
      onChange={(next) => onChange(next.length ? (next as RunStatus[]) : undefined)}
    >
      <Group gap={4} role="group" aria-label={t('filterState')} mb={5}>
        {runStatuses.map((status) => (
          <Chip key={status} value={status} size="xs" color="gray" variant="outline">
            {t(`frame:run.${status}`)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

function PipelineFilter({ value, onChange }: { value?: string; onChange(value?: string): void }) {
  const { t } = useTranslation(['runs', 'frame'])
  const projectId = useProjectId()
  const pipelines = useQuery(trpc.pipelines.list.queryOptions({ projectId, limit: 200, archived: 'all' }))
  const items = pipelines.data?.items ?? []
  const known = items.map(({ id, name }) => ({ value: id, label: name }))
  const missing = value && !items.some(({ id }) => id === value) ? [{ value, label: value }] : []
  return (
    <Select
      {...{
        label: t('filterPipeline'),
        placeholder: t('filterAll'),
        w: 260,
        searchable: true,
        clearable: true,
      }}
      data={[...known, ...missing]}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}
