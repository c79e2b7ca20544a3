import { Paper, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { articleKind } from './article-kind.ts'
import { Section } from './Section.tsx'
import { useProjectId } from '../lib/project.ts'
import type { Outputs } from '../lib/trpc.ts'
import { useLanguage } from '../lib/use-language.ts'

type Article = Outputs['resources']['articles']['articles'][number]

const kinds = ['doc', 'scenario', 'story'] as const

/** How-tos first, then scenarios, then stories. */
export function ArticleCards({ title, articles }: { title: string; articles: Article[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const projectId = useProjectId()
  if (articles.length === 0) return null
  const sorted = kinds.flatMap((kind) => articles.filter((article) => article.kind === kind))
  return (
    <Section title={title}>
      <div className="cards">
        {sorted.map((article) => (
          <Paper key={article.id} withBorder p="md" component="article">
            <Stack gap={4}>
              <Text size="xs" c="dimmed">
                {articleKind(article, t)}
              </Text>
              <Link
                className="row-link"
                to="/p/$projectId/articles/$id"
                params={{ projectId, id: article.id }}
              >
                {article.title[language]}
              </Link>
              <Text size="sm">{article.summary[language]}</Text>
            </Stack>
          </Paper>
        ))}
      </div>
    </Section>
  )
}
