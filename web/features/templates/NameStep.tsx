import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../../components/Note.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useBeginPipeline } from '../../components/use-begin-pipeline.ts'
import { newPipelineId } from '../../lib/pipeline-id.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { problemText } from './fill-problem-text.ts'
import { Needed } from './Needed.tsx'
import type { OwnColumns } from './use-own-columns.ts'
import type { OwnData } from './use-own-data.ts'
import { useOwnPipeline } from './use-own-pipeline.ts'
import type { Template } from './WizardPage.tsx'

export interface NameStepProps {
  template: Template
  data: OwnData
  columns: OwnColumns
  onBack(): void
}

/** Its name, what is left to know about it, and what is to be done with it. */
export function NameStep({ template, data, columns, onBack }: NameStepProps) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const [name, setName] = useState(template.title[language])
  const { document, problems, issues, error, isPending } = useOwnPipeline(template, data, columns)
  const { open, run, isBusy } = useBeginPipeline(() => ({
    ...document!,
    id: newPipelineId(name),
    name: name.trim(),
  }))
  const hasErrors = issues.some(({ severity }) => severity === 'error')
  const cannotSave = document === undefined || name.trim() === ''
  return (
    <Stack mt="md" maw={1000}>
      <Needed text={t('name.lead')} />
      <TextInput
        label={t('name.label')}
        value={name}
        required
        maxLength={200}
        maw={480}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {isPending && <PageLoading />}
      {error && <ProblemNote error={error} />}
      {problems.map((problem, index) => (
        <Note key={index} tone="fault" role="alert" title={problemText(problem, language)} />
      ))}
      {issues.map(({ severity, message, remedy, node }, index) => (
        <Note
          key={index}
          tone={severity === 'error' ? 'fault' : 'warning'}
          title={`${node ?? ''}: ${message}`}
        >
          <Text size="sm">{remedy}</Text>
        </Note>
      ))}
      {document && issues.length === 0 && <Text size="sm">{t('name.ready')}</Text>}
      <Group justify="space-between">
        <Button variant="default" disabled={isBusy} onClick={onBack}>
          {t('back')}
        </Button>
        <Group gap="xs">
          <Button variant="default" disabled={cannotSave || isBusy} onClick={open}>
            {t('name.open')}
          </Button>
          <Button
            disabled={cannotSave || hasErrors}
            loading={isBusy}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={run}
          >
            {t('name.run')}
          </Button>
        </Group>
      </Group>
    </Stack>
  )
}
