import { Paper, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'

type Article = Outputs['resources']['articles']['articles'][number]

const kinds = ['doc', 'scenario', 'story'] as const

/** How-tos first, then scenarios, then stories. */
export function ArticleCards({ articles }: { articles: Article[] }) {
  const { t } = useTranslation('learn')
  const language = useLanguage()
  const projectId = useProjectId()
  if (articles.length === 0) return null
  const sorted = kinds.flatMap((kind) => articles.filter((article) => article.kind === kind))
  return (
    <Section title={t('articles')}>
      <div className="cards">
        {sorted.map(({ id, kind, isExample, title, summary }) => (
          <Paper key={id} withBorder p="md" component="article">
            <Stack gap={4}>
              <Text size="xs" c="dimmed">
                {t(`kind.${kind}`)}
                {isExample && ` · ${t('example')}`}
              </Text>
              <Link className="row-link" to="/p/$projectId/articles/$id" params={{ projectId, id }}>
                {title[language]}
              </Link>
              <Text size="sm">{summary[language]}</Text>
            </Stack>
          </Paper>
        ))}
      </div>
    </Section>
  )
}
