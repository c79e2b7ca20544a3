import { Code, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { PlantTabs } from '../../components/PlantTabs.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useMay, useProjectId } from '../../lib/project.ts'
import type { Connection } from './connection-facts.ts'
import { ConnectionTable } from './ConnectionTable.tsx'
import { SimulatedMachines } from './SimulatedMachines.tsx'
import { useConnections, useOfferedMachines } from './use-connections.ts'
import './connections.css'

/** The machines that are read, and how each of them is. */
export function ConnectionsPage() {
  const { t } = useTranslation('connections')
  const connections = useConnections()
  const mayDesign = useMay('engineer')
  return (
    <Page title={t('title')} actions={mayDesign && <ConnectLink />}>
      <PlantTabs />
      {connections.isPending && <PageLoading />}
      {connections.isError && <ProblemNote error={connections.error} />}
      {connections.data && <Connections connections={connections.data} />}
    </Page>
  )
}

function Connections({ connections }: { connections: Connection[] }) {
  const mayDesign = useMay('engineer')
  const machines = useOfferedMachines(connections)
  const isOffered = mayDesign && machines.length > 0
  return (
    <>
      {connections.length === 0 && <NoConnections isPlantThere={isOffered} />}
      {connections.length > 0 && <ConnectionTable connections={connections} />}
      {isOffered && <SimulatedMachines machines={machines} />}
    </>
  )
}

function ConnectLink() {
  const { t } = useTranslation('connections')
  const projectId = useProjectId()
  return (
    <Link className="button-link button-link-main" to="/p/$projectId/plant/connect" params={{ projectId }}>
      {t('connect')}
    </Link>
  )
}

function NoConnections({ isPlantThere }: { isPlantThere: boolean }) {
  const { t } = useTranslation('connections')
  const trial = (
    <Stack gap={4} align="center" pt="xs">
      <Text size="sm" c="dimmed" maw={520}>
        {t('emptyPlant')}
      </Text>
      <Code fz="sm">npx ecoki plant</Code>
      <Text size="sm" c="dimmed" maw={520}>
        {t('emptyPlantMore')} <Code>docs/how-to/simulated-plant.md</Code>
      </Text>
    </Stack>
  )
  return <EmptyNote text={t('empty')} hint={t('emptyHint')} action={!isPlantThere && trial} />
}
