import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { formatTime } from '../../lib/format.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { useTemplate } from './use-template.ts'

export type Template = Outputs['resources']['templates']['templates'][number]

/** Pipelines that run at one click on the data they bring. */
export function Templates() {
  const { t } = useTranslation('start')
  const language = useLanguage()
  const answer = useQuery(trpc.resources.templates.queryOptions({}, { staleTime: 300_000 }))
  const { templates, isStale, asOf } = answer.data ?? {}
  return (
    <Section title={t('templates')} hint={t('templatesHint')}>
      {answer.isPending && <PageLoading />}
      {answer.isError && <ProblemNote error={answer.error} />}
      {isStale && (
        <Text size="xs" c="dimmed">
          {t('templatesAsOf', { time: formatTime(asOf, language) })}
        </Text>
      )}
      <div className="cards">
        {templates?.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </div>
    </Section>
  )
}

function TemplateCard({ template }: { template: Template }) {
  const { t } = useTranslation('start')
  const language = useLanguage()
  const { open, run, isBusy } = useTemplate(template)
  const name = template.title[language]
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Title order={3}>{name}</Title>
          <Badge variant="default" fw={500} tt="none" miw="max-content">
            {t(`category.${template.category}`)}
          </Badge>
        </Group>
        <Text size="sm" flex={1}>
          {template.description[language]}
        </Text>
        <Group gap="xs">
          <Button
            {...{ size: 'xs', loading: isBusy, onClick: run, 'aria-label': t('runTemplateOf', { name }) }}
            leftSection={<IconPlayerPlay size={14} />}
          >
            {t('runTemplate')}
          </Button>
          <Button
            {...{ size: 'xs', variant: 'default', disabled: isBusy, onClick: open }}
            aria-label={t('openTemplateOf', { name })}
          >
            {t('openTemplate')}
          </Button>
          <OwnDataLink id={template.id} name={name} />
        </Group>
      </Stack>
    </Paper>
  )
}

function OwnDataLink({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  return (
    <Button
      {...{ size: 'xs', variant: 'default', 'aria-label': t('ownDataOf', { name }) }}
      renderRoot={(props) => <Link {...props} to="/p/$projectId/templates/$id" params={{ projectId, id }} />}
    >
      {t('ownData')}
    </Button>
  )
}
