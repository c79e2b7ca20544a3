import { Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { SimulatedMark } from '../../components/SimulatedMark.tsx'
import { simulatedProtocols } from '../../lib/connect-search.ts'
import type { SimulatedProtocol } from '../../lib/connect-search.ts'
import { useProjectId } from '../../lib/project.ts'
import { addressOf } from './connection-facts.ts'
import type { SimulatedMachine } from './connection-facts.ts'
import { ProtocolName } from './ProtocolName.tsx'

/** What of the simulated plant is not connected yet. */
export function SimulatedMachines({ machines }: { machines: SimulatedMachine[] }) {
  const { t } = useTranslation('connections')
  const offered = simulatedProtocols.flatMap((protocol) => {
    const machine = machines.find((one) => one.protocol === protocol)
    return machine ? [{ protocol, machine }] : []
  })
  if (offered.length === 0) return null
  return (
    <Section title={t('simulatedPlant')} hint={t('simulatedPlantHint')}>
      <div className="cards">
        {offered.map(({ protocol, machine }) => (
          <MachineCard key={protocol} {...{ protocol, machine }} />
        ))}
      </div>
    </Section>
  )
}

function MachineCard({ protocol, machine }: { protocol: SimulatedProtocol; machine: SimulatedMachine }) {
  const { t } = useTranslation('connections')
  const projectId = useProjectId()
  const name = t(`simulated.${protocol}`)
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Stack gap="xs" h="100%" align="flex-start">
        <Title order={3}>{name}</Title>
        <SimulatedMark />
        <Text size="sm" flex={1}>
          {t(`simulatedHint.${protocol}`)}
        </Text>
        <Text size="xs" c="dimmed">
          <ProtocolName protocol={protocol} /> · {addressOf(machine)}
        </Text>
        <Link
          {...{ className: 'button-link button-link-main', to: '/p/$projectId/plant/connect' }}
          {...{ params: { projectId }, search: { simulated: protocol } }}
          aria-label={t('connectThis', { name })}
        >
          {t('connectIt')}
        </Link>
      </Stack>
    </Paper>
  )
}
