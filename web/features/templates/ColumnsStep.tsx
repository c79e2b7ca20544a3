import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Note } from '../../components/Note.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useLanguage } from '../../lib/use-language.ts'
import { ColumnChoice } from './ColumnChoice.tsx'
import { problemText } from './fill-problem-text.ts'
import { Needed } from './Needed.tsx'
import type { OwnColumns } from './use-own-columns.ts'
import type { Template } from './WizardPage.tsx'

export interface ColumnsStepProps {
  template: Template
  columns: OwnColumns
  onBack(): void
  onNext(): void
}

/** Which of one's own columns stands for what. */
export function ColumnsStep({ template, columns, onBack, onNext }: ColumnsStepProps) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const { offers } = columns
  const problems = offers.data?.problems ?? []
  return (
    <Stack mt="md" maw={1000}>
      <Needed text={t('columns.lead')} />
      {offers.isPending && <PageLoading />}
      {offers.error && <ProblemNote error={offers.error} />}
      {problems.map((problem, index) => (
        <Note key={index} tone="fault" role="alert">
          <Text size="sm">{problemText(problem, language)}</Text>
        </Note>
      ))}
      {offers.data?.placeholders.map((offer) => (
        <ColumnChoice
          key={offer.placeholder}
          wanted={template.placeholders.find(({ column }) => column === offer.placeholder)!}
          {...{ offer, columns }}
        />
      ))}
      <Group justify="space-between">
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button disabled={!columns.isComplete} loading={offers.isFetching} onClick={onNext}>
          {t('next')}
        </Button>
      </Group>
    </Stack>
  )
}
