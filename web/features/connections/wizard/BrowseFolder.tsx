import { Button, Paper, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { trpcClient } from '../../../lib/trpc.ts'
import { usePages } from '../../../lib/use-pages.ts'
import { BrowseRow } from './BrowseRow.tsx'
import type { Candidate, Machine } from './machine.ts'

export interface BrowseProps {
  machine: Machine
  candidates: Candidate[]
  setCandidates(next: Candidate[]): void
}

/** The top of the machine's own tree. */
export function BrowseFolder(props: BrowseProps) {
  return (
    <Paper withBorder className="browse-box" tabIndex={0} role="group">
      <BrowseLevel {...props} path={[]} />
    </Paper>
  )
}

/** What is in a folder: asked for when it is opened, page after page. */
export function BrowseLevel(props: BrowseProps & { parent?: string; path: string[] }) {
  const { t } = useTranslation(['connections', 'frame'])
  const { machine, parent, path } = props
  const pages = usePages(['browse', machine, parent ?? ''], async (cursor) => {
    const { items, next } = await trpcClient.connections.browse.query({ ...machine, parent, cursor })
    return { items, nextCursor: next ?? null }
  })
  if (pages.isPending) return <PageLoading />
  if (pages.isError) return <ProblemNote error={pages.error} />
  return (
    <ul className="browse-list">
      {pages.items.map((item) => (
        <BrowseRow key={item.id} {...props} item={item} path={[...path, item.name]} />
      ))}
      {pages.items.length === 0 && (
        <li className="browse-row">
          <Text size="sm" c="dimmed">
            {t('browseEmpty')}
          </Text>
        </li>
      )}
      {pages.hasNextPage && (
        <li className="browse-row">
          <Button
            {...{ variant: 'default', size: 'compact-sm', loading: pages.isFetchingNextPage }}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('frame:loadMore')}
          </Button>
        </li>
      )}
    </ul>
  )
}
