import { Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { articleKind } from '../../components/article-kind.ts'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { Markdown } from '../../components/Markdown.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'

/** A how-to, a scenario or a story of the resource pool. */
export function ArticlePage() {
  const { t } = useTranslation('start')
  const { t: frame } = useTranslation()
  const language = useLanguage()
  const { id } = useParams({ from: '/p/$projectId/articles/$id' })
  const answer = useQuery(trpc.resources.articles.queryOptions({}, { staleTime: 300_000 }))
  if (answer.isPending) return <PageLoading />
  if (answer.isError) return <ProblemNote error={answer.error} />
  const article = answer.data.articles.find((known) => known.id === id)
  if (!article) return <EmptyNote text={t('articleMissing')} />
  return (
    <Page title={article.title[language]} subtitle={articleKind(article, frame)}>
      <Paper withBorder p="lg" maw={820}>
        <Text fw={600} mb="md">
          {article.summary[language]}
        </Text>
        <Markdown text={article.body[language]} />
      </Paper>
    </Page>
  )
}
