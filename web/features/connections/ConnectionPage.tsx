import { Group, Paper, SimpleGrid, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { PlantTabs } from '../../components/PlantTabs.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { SimulatedMark } from '../../components/SimulatedMark.tsx'
import { formatCount, formatNumber, formatSpan } from '../../lib/format.ts'
import { useMay, useProjectId } from '../../lib/project.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { Certificates } from './Certificates.tsx'
import { addressOf } from './connection-facts.ts'
import type { Connection } from './connection-facts.ts'
import { ConnectionActions } from './ConnectionActions.tsx'
import { ConnectionSettings } from './ConnectionSettings.tsx'
import { ConnectionState } from './ConnectionState.tsx'
import { ProtocolName } from './ProtocolName.tsx'
import { useConnection, useSimulatedConnections } from './use-connections.ts'
import './connections.css'

/** One connection: how it is, whom it trusts, how it is reached. */
export function ConnectionPage() {
  const { id } = useParams({ from: '/p/$projectId/plant/connections/$id' })
  const connection = useConnection(id)
  if (connection.isPending) return <PageLoading />
  if (!connection.data) return <ProblemNote error={connection.error} />
  return <Shown connection={connection.data} />
}

function Shown({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const mayDesign = useMay('engineer')
  const isSimulated = useSimulatedConnections().has(connection.id)
  const subtitle = (
    <>
      <ProtocolName protocol={connection.protocol} /> · {addressOf(connection)}
    </>
  )
  return (
    <Page
      {...{ title: connection.name, subtitle, mark: isSimulated && <SimulatedMark /> }}
      actions={mayDesign && <ConnectionActions connection={connection} />}
    >
      <PlantTabs />
      <ConnectionState connection={connection} />
      <Figures connection={connection} />
      <TagLinks connection={connection} />
      <Certificates id={connection.id} />
      {mayDesign && <ConnectionSettings key={connection.revision} connection={connection} />}
      {!mayDesign && <Text size="sm">{t('onlyEngineers')}</Text>}
    </Page>
  )
}

function Figures({ connection: { state, tags } }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const figures = [
    [t('samplesPerS'), formatNumber(Math.round(state.samplesPerS * 10) / 10, language)],
    [t('lag'), formatSpan(state.lagMs, language)],
    [t('buffered'), formatCount(state.buffered, language)],
    [t('lastGood'), <Ago key="ago" at={state.lastGoodAt} />],
    [t('tags'), formatCount(tags, language)],
    [t('tagsBad'), formatCount(state.badTags, language)],
  ] as const
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      {figures.map(([name, figure]) => (
        <Paper key={name} withBorder p="sm">
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text fw={600} component="div">
            {figure}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  )
}

function TagLinks({ connection: { id } }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const projectId = useProjectId()
  const mayDesign = useMay('engineer')
  return (
    <Group gap="xs">
      <Link
        {...{ className: 'button-link', to: '/p/$projectId/plant/tags', params: { projectId } }}
        search={{ connection: id }}
      >
        {t('showTags')}
      </Link>
      {mayDesign && (
        <Link
          {...{ className: 'button-link', to: '/p/$projectId/plant/connect', params: { projectId } }}
          search={{ of: id }}
        >
          {t('addTags')}
        </Link>
      )}
    </Group>
  )
}
