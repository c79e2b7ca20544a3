import { Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'

/** What the resource pool has to read. */
export function Articles() {
  const { t } = useTranslation('start')
  const language = useLanguage()
  const projectId = useProjectId()
  const answer = useQuery(trpc.resources.articles.queryOptions({}, { staleTime: 300_000 }))
  if (!answer.data?.articles.length) return null
  return (
    <Section title={t('articles')}>
      <div className="cards">
        {answer.data.articles.map(({ id, kind, isExample, title, summary }) => (
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
