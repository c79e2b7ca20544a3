import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ArticleCards } from '../../components/ArticleCards.tsx'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { formatTime } from '../../lib/format.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { BlockDocs } from './BlockDocs.tsx'
import { findInTexts } from './find-in-texts.ts'

const staleTime = 300_000

/** Articles, and the docs of all blocks, to be searched. */
export function LearnPage() {
  const { t } = useTranslation('learn')
  const language = useLanguage()
  const { search = '' } = useSearch({ from: '/p/$projectId/learn' })
  const navigate = useNavigate({ from: '/p/$projectId/learn' })
  const articles = useQuery(trpc.resources.articles.queryOptions({}, { staleTime }))
  const palette = useQuery(trpc.resources.palette.queryOptions({}, { staleTime }))
  const find = (words: string) =>
    void navigate({ search: words ? { search: words } : {}, replace: true, resetScroll: false })
  const shownArticles = findInTexts(articles.data?.articles ?? [], search, ({ title, summary, body }) => [
    `${title.de} ${title.en}`,
    `${summary[language]} ${body.de} ${body.en}`,
  ])
  const newest = newestOf(palette.data?.blocks ?? [])
  const shownBlocks = findInTexts(newest, search, ({ spec: { id, title, synonyms, docs } }) => [
    [id, title.de, title.en, ...synonyms.de, ...synonyms.en].join(' '),
    `${docs.de} ${docs.en}`,
  ])
  const error = articles.error ?? palette.error
  const isPending = articles.isPending || palette.isPending
  const isNothing = !isPending && !error && shownArticles.length + shownBlocks.length === 0
  return (
    <Page title={t('learn')} subtitle={t('lead')}>
      <SearchField label={t('search')} value={search} onChange={find} />
      {palette.data?.isStale && (
        <Text size="xs" c="dimmed">
          {t('asOf', { time: formatTime(palette.data.asOf, language) })}
        </Text>
      )}
      {isPending && <PageLoading />}
      {error && <ProblemNote error={error} />}
      <div role="status">{isNothing && <EmptyNote text={t('none')} />}</div>
      <ArticleCards title={t('articles')} articles={shownArticles} />
      <BlockDocs blocks={shownBlocks} isSearch={search !== ''} />
    </Page>
  )
}

/** Blocks come sorted by id and version. */
function newestOf<T extends { spec: { id: string } }>(blocks: readonly T[]): T[] {
  return [...new Map(blocks.map((block) => [block.spec.id, block])).values()]
}
