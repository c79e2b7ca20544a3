import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ArticleCards } from '../../components/ArticleCards.tsx'
import { trpc } from '../../lib/trpc.ts'

/** What the resource pool has to read. */
export function Articles() {
  const { t } = useTranslation('start')
  const answer = useQuery(trpc.resources.articles.queryOptions({}, { staleTime: 300_000 }))
  return <ArticleCards title={t('articles')} articles={answer.data?.articles ?? []} />
}
