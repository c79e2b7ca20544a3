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
import { AddressStep } from './AddressStep.tsx'
import { PointsStep } from './PointsStep.tsx'
import { ProtocolStep } from './ProtocolStep.tsx'
import { TagsStep } from './TagsStep.tsx'
import { useConnect } from './use-connect.ts'
import type { ConnectStart } from './use-connect.ts'
import '../connections.css'

/** From a machine's address to its first values: nothing is read for good before it was seen to work. */
export function ConnectPage() {
  const { t } = useTranslation('connections')
  const { of, simulated } = useSearch({ from: '/p/$projectId/plant/connect' })
  const projectId = useProjectId()
  const once = { staleTime: Infinity }
  const existing = useQuery(
    trpc.connections.get.queryOptions({ projectId, id: of ?? '' }, { ...once, enabled: of !== undefined }),
  )
  const machines = useQuery(
    trpc.connections.simulated.queryOptions({ projectId }, { ...once, enabled: simulated !== undefined }),
  )
  const question = of === undefined ? machines : existing
  if (of === undefined && simulated === undefined) return <Wizard key="new" />
  if (question.isError) return <ProblemNote error={question.error} />
  if (question.isPending) return <PageLoading />
  if (existing.data) return <Wizard key={of} existing={existing.data} />
  const machine = machines.data?.find(({ protocol }) => protocol === simulated)
  const name = t(`simulated.${simulated ?? 'opc-ua'}`)
  return <Wizard key={simulated} known={machine && { ...machine, name, points: machine.points ?? '' }} />
}

function Wizard(start: ConnectStart) {
  const { t } = useTranslation('connections')
  const { existing, known } = start
  const [step, setStep] = useState(existing ? 2 : known ? 1 : 0)
  const connect = useConnect(start)
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
