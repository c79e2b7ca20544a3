import { Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { ChangeList, hasChanges } from './ChangeList.tsx'

/** Why it may fail now when it went well before. */
export function SinceGood({ run }: { run: string }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const answer = useQuery(trpc.runs.sinceGood.queryOptions({ projectId, run }, { staleTime: 60_000 }))
  if (!answer.data) return null
  const { lastGood, comparison } = answer.data
  const link = lastGood && (
    <Link to="/p/$projectId/compare" params={{ projectId }} search={{ left: lastGood, right: run }}>
      {t('compareWith')}
    </Link>
  )
  return (
    <Section title={t('sinceGood')} action={link}>
      <Paper withBorder p="sm">
        <Stack gap={4}>
          {!comparison && <Text size="sm">{t('sinceGoodNone')}</Text>}
          {comparison && !hasChanges(comparison) && <Text size="sm">{t('sinceGoodSame')}</Text>}
          {comparison && <ChangeList comparison={comparison} />}
        </Stack>
      </Paper>
    </Section>
  )
}
