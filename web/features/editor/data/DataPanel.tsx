import { ActionIcon, Button, Group, Select, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconPin, IconPinnedOff, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OutputView } from '../../../components/data/OutputView.tsx'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { formatTime } from '../../../lib/format.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useShownRun } from '../run/shown-run.ts'
import { pinKey } from '../state/editor-store.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { openData } from './open-data.ts'
import type { DataPlace } from './open-data.ts'
import { SchemaTable } from './SchemaTable.tsx'

/** What is (or will be) at an output: its columns before any run, its data of this, a pinned and any past run. */
export function DataPanel({ place }: { place: DataPlace }) {
  const { t } = useTranslation('editor')
  const run = useRunChoice(place)
  return (
    <section className="ecoki-data" aria-label={t('data.title')}>
      <Group className="ecoki-data-head" gap="sm" wrap="nowrap">
        <Text size="sm" fw={600} className="ecoki-nowrap">
          {place.node} · {place.port}
        </Text>
        <RunSelect run={run} />
        <PinButton place={place} run={run.chosen} />
        <ActionIcon
          variant="subtle"
          color="gray"
          ml="auto"
          aria-label={t('data.close')}
          onClick={() => openData(undefined)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <DataTabs key={run.chosen} place={place} run={run.chosen} />
    </section>
  )
}

interface RunChoice {
  chosen: string | undefined
  choose(run: string | undefined): void
  pinned: string | undefined
  shown: string | undefined
}

/** The run that is shown goes first, then the pinned one, then the newest. */
function useRunChoice(place: DataPlace): RunChoice {
  const shown = useShownRun((state) => state.run?.run)
  const pinned = useEditorState((state) => state.pins[pinKey(place.node, place.port)]?.run)
  const [picked, choose] = useState<string>()
  const newest = usePastRuns()[0]?.run
  return { chosen: picked ?? shown ?? pinned ?? newest, choose, pinned, shown }
}

function usePastRuns() {
  const { projectId } = useEditor()
  const pipeline = useEditorState((state) => state.document.id)
  const runs = useQuery(trpc.runs.list.queryOptions({ projectId, pipeline, limit: 30 }))
  return runs.data?.items ?? []
}

function RunSelect({ run }: { run: RunChoice }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const past = usePastRuns()
  const known = past.map((item) => ({
    value: item.run,
    label: `${formatTime(item.createdAt, language)} · ${t(`run.status.${item.status}`)}`,
  }))
  const extra = [run.shown, run.pinned]
    .filter((id): id is string => id !== undefined && !past.some((item) => item.run === id))
    .map((id) => ({ value: id, label: id.slice(0, 8) }))
  return (
    <Select
      size="xs"
      w={280}
      aria-label={t('data.run')}
      placeholder={t('data.noRun')}
      data={[...extra, ...known].filter(
        (item, index, all) => all.findIndex(({ value }) => value === item.value) === index,
      )}
      value={run.chosen ?? null}
      onChange={(next) => run.choose(next ?? undefined)}
    />
  )
}

function PinButton({ place, run }: { place: DataPlace; run: string | undefined }) {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const key = pinKey(place.node, place.port)
  const pinned = useEditorState((state) => state.pins[key]?.run)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  if (isReadOnly) return null
  const isPinned = pinned !== undefined && pinned === run
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={run === undefined}
      title={t('pin.help')}
      leftSection={isPinned ? <IconPinnedOff size={14} aria-hidden /> : <IconPin size={14} aria-hidden />}
      onClick={() => store.getState().pin(key, isPinned || run === undefined ? undefined : { run })}
    >
      {t(isPinned ? 'pin.undo' : 'pin.do')}
    </Button>
  )
}

function DataTabs({ place, run }: { place: DataPlace; run: string | undefined }) {
  const { t } = useTranslation('editor')
  return (
    <Tabs defaultValue="data" keepMounted={false} className="ecoki-data-tabs">
      <Tabs.List>
        <Tabs.Tab value="data">{t('data.tab.data')}</Tabs.Tab>
        <Tabs.Tab value="schema">{t('data.tab.schema')}</Tabs.Tab>
      </Tabs.List>
      <div className="ecoki-data-body" tabIndex={0} role="group" aria-label={t('data.title')}>
        <Tabs.Panel value="data">
          {run === undefined ? <NoData /> : <RunData place={place} run={run} />}
        </Tabs.Panel>
        <Tabs.Panel value="schema">
          <SchemaTable place={place} />
        </Tabs.Panel>
      </div>
    </Tabs>
  )
}

function RunData({ place, run }: { place: DataPlace; run: string }) {
  const { projectId } = useEditor()
  const outputs = useQuery(trpc.runs.outputs.queryOptions({ projectId, run, node: place.node }))
  if (outputs.error) return <ProblemNote error={outputs.error} />
  if (!outputs.data) return <PageLoading />
  const output = outputs.data[place.node]?.[place.port]
  if (!output) return <NoData />
  return <OutputView place={{ projectId, run, ...place }} output={output} />
}

function NoData() {
  const { t } = useTranslation('editor')
  return (
    <Text size="sm" c="dimmed" p="sm">
      {t('data.none')}
    </Text>
  )
}
