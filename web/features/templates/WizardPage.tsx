import { Stack, Stepper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { ColumnsStep } from './ColumnsStep.tsx'
import { DataStep } from './DataStep.tsx'
import { NameStep } from './NameStep.tsx'
import { useOwnColumns } from './use-own-columns.ts'
import { useOwnData } from './use-own-data.ts'

export type Template = Outputs['resources']['templates']['templates'][number]

/** A template on one's own data: which data, which columns, under which name. */
export function WizardPage() {
  const { t } = useTranslation('templates')
  const { id } = useParams({ from: '/p/$projectId/templates/$id' })
  const answer = useQuery(trpc.resources.templates.queryOptions({}, { staleTime: 300_000 }))
  if (answer.isPending) return <PageLoading />
  if (answer.isError) return <ProblemNote error={answer.error} />
  const template = answer.data.templates.find((known) => known.id === id)
  if (!template)
    return (
      <Page title={t('title')}>
        <EmptyNote text={t('missing')} />
      </Page>
    )
  return <Wizard key={id} template={template} />
}

function Wizard({ template }: { template: Template }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const [step, setStep] = useState(0)
  const data = useOwnData()
  const columns = useOwnColumns(template, data)
  const isBundled = data.source === 'bundled'
  const reached = !data.isReady ? 0 : isBundled || columns.isComplete ? 2 : 1
  const shown = Math.min(step, reached)
  const after = isBundled ? 2 : 1
  return (
    <Page title={template.title[language]} subtitle={t('title')}>
      <Stepper
        active={shown}
        onStepClick={(next) => setStep(next === 1 && isBundled ? 0 : next)}
        size="sm"
        maw={1000}
      >
        <Stepper.Step label={t('step.data')} allowStepSelect={shown > 0}>
          <Stack maw={1000}>
            <DataStep template={template} data={data} onNext={() => setStep(after)} />
          </Stack>
        </Stepper.Step>
        <Stepper.Step label={t('step.columns')} allowStepSelect={shown > 1 && !isBundled}>
          <ColumnsStep
            {...{ template, columns }}
            onBack={() => setStep(0)}
            onNext={() => columns.isComplete && setStep(2)}
          />
        </Stepper.Step>
        <Stepper.Step label={t('step.name')} allowStepSelect={false}>
          <NameStep {...{ template, data, columns }} onBack={() => setStep(isBundled ? 0 : 1)} />
        </Stepper.Step>
      </Stepper>
    </Page>
  )
}
