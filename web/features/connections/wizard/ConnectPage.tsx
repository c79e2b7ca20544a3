import { Stepper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../components/Page.tsx'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { useProjectId } from '../../../lib/project.ts'
import { trpc } from '../../../lib/trpc.ts'
import type { Connection } from '../connection-facts.ts'
import { AddressStep } from './AddressStep.tsx'
import { PointsStep } from './PointsStep.tsx'
import { ProtocolStep } from './ProtocolStep.tsx'
import { TagsStep } from './TagsStep.tsx'
import { useConnect } from './use-connect.ts'
import '../connections.css'

/** From a machine's address to its first values: nothing is read for good before it was seen to work. */
export function ConnectPage() {
  const { of } = useSearch({ from: '/p/$projectId/plant/connect' })
  const projectId = useProjectId()
  const existing = useQuery(
    trpc.connections.get.queryOptions(
      { projectId, id: of ?? '' },
      { enabled: of !== undefined, staleTime: Infinity },
    ),
  )
  if (of === undefined) return <Wizard key="new" />
  if (existing.isError) return <ProblemNote error={existing.error} />
  return existing.data ? <Wizard key={of} existing={existing.data} /> : <PageLoading />
}

function Wizard({ existing }: { existing?: Connection }) {
  const { t } = useTranslation('connections')
  const [step, setStep] = useState(existing ? 2 : 0)
  const connect = useConnect(existing)
  const canGo = (to: number) => ({ allowStepSelect: step > to && !(existing && to < 2) })
  return (
    <Page title={existing ? t('addTagsTo', { name: existing.name }) : t('connect')}>
      <Stepper active={step} onStepClick={setStep} size="sm">
        <Stepper.Step label={t('step.protocol')} {...canGo(0)}>
          <ProtocolStep connect={connect} onNext={() => setStep(1)} />
        </Stepper.Step>
        <Stepper.Step label={t('step.address')} {...canGo(1)}>
          <AddressStep connect={connect} onNext={() => setStep(2)} />
        </Stepper.Step>
        <Stepper.Step label={t('step.points')} {...canGo(2)}>
          <PointsStep connect={connect} onNext={() => setStep(3)} />
        </Stepper.Step>
        <Stepper.Step label={t('step.tags')} {...canGo(3)}>
          <TagsStep connect={connect} onBack={() => setStep(2)} />
        </Stepper.Step>
      </Stepper>
    </Page>
  )
}
