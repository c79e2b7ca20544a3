import './trends.css'
import { Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import type { TrendsSearch } from '../../lib/trends-search.ts'
import { Notes } from './Notes.tsx'
import { SavedTrends } from './SavedTrends.tsx'
import { TagPicker } from './TagPicker.tsx'
import { TimeBar } from './TimeBar.tsx'
import type { Window } from './trend-curves.ts'
import { TrendPicture } from './TrendPicture.tsx'
import { useNotes } from './use-notes.ts'
import { defaultMs, useLiveTail, usePoints, useShownTime } from './use-trend-data.ts'
import type { ShownTime } from './use-trend-data.ts'

/** Values of any tags, live and back in time; what is shown stands in the address. */
export function TrendsPage() {
  const { t } = useTranslation('trends')
  const search = useSearch({ from: '/p/$projectId/trends' })
  const navigate = useNavigate({ from: '/p/$projectId/trends' })
  const shown = useShownTime(search)
  const tags = search.tags ?? []
  const change = (news: TrendsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...news }), replace: true })
  const live = (ms: number) => change({ ms, from: undefined, to: undefined })
  const fix = ({ fromUs, toUs }: Window) => change({ from: isoOf(fromUs), to: isoOf(toUs) })
  const move = (window: Window | null) => (window ? fix(window) : live(search.ms ?? defaultMs))
  return (
    <Page title={t('title')} actions={<SavedTrends search={search} />}>
      <div className="trends-layout">
        <TagPicker chosen={tags} onChange={(next) => change({ tags: next })} />
        <Stack gap="sm" miw={0}>
          {tags.length === 0 && <EmptyNote text={t('empty')} hint={t('emptyHint')} />}
          {tags.length > 0 && (
            <>
              <TimeBar {...{ shown, onLive: live, onWindow: fix }} />
              <Picture {...{ tags, shown, onWindow: move }} />
            </>
          )}
        </Stack>
      </div>
    </Page>
  )
}

interface PictureProps {
  tags: number[]
  shown: ShownTime
  onWindow(window: Window | null): void
}

function Picture({ tags, shown, onWindow }: PictureProps) {
  const points = usePoints(tags, shown)
  const live = useLiveTail(tags)
  const notes = useNotes(tags, shown)
  if (points.isPending) return <PageLoading />
  if (points.isError && !points.data) return <ProblemNote error={points.error} />
  const own = points.data.filter(({ tag }) => tags.includes(tag.id))
  return (
    <>
      <TrendPicture
        {...{ points: own, notes: notes.data ?? [], window: shown, onWindow }}
        live={shown.isLive ? live : []}
      />
      <Notes {...{ tags, shown, notes: notes.data ?? [], onWindow }} />
    </>
  )
}

function isoOf(us: number): string {
  return new Date(us / 1_000).toISOString()
}
