import { Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { SimulatedMark } from '../../components/SimulatedMark.tsx'
import { formatCount, formatNumber, formatSpan } from '../../lib/format.ts'
import { useMay, useProjectId } from '../../lib/project.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { addressOf, inNeed } from './connection-facts.ts'
import type { Connection } from './connection-facts.ts'
import { ConnectionActions } from './ConnectionActions.tsx'
import { ConnectionState } from './ConnectionState.tsx'
import { ProtocolName } from './ProtocolName.tsx'
import { useSimulatedConnections } from './use-connections.ts'

/** Those that want a look stand first. */
export function ConnectionTable({ connections }: { connections: Connection[] }) {
  const { t } = useTranslation(['connections', 'frame'])
  const simulated = useSimulatedConnections()
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={1080} type="native" pb={0}>
        <Table highlightOnHover aria-label={t('title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('name')}</Table.Th>
              <Table.Th>{t('stateWord')}</Table.Th>
              <Table.Th className="numeric">{t('tags')}</Table.Th>
              <Table.Th className="numeric">{t('samplesPerS')}</Table.Th>
              <Table.Th className="numeric">{t('lag')}</Table.Th>
              <Table.Th className="numeric">{t('buffered')}</Table.Th>
              <Table.Th>{t('lastGood')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('frame:actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inNeed(connections).map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                isSimulated={simulated.has(connection.id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function ConnectionRow({ connection, isSimulated }: { connection: Connection; isSimulated: boolean }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const mayDesign = useMay('engineer')
  const { state, tags } = connection
  return (
    <Table.Tr>
      <Table.Td>
        <ConnectionName {...{ connection, isSimulated }} />
      </Table.Td>
      <Table.Td>
        <ConnectionState connection={connection} />
        {state.undecided > 0 && (
          <Text size="xs" fw={600}>
            {t('undecided', { count: state.undecided })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="numeric">
        {formatCount(tags, language)}
        {state.badTags > 0 && (
          <Text size="xs" c="var(--ecoki-warning)" fw={600}>
            {t('badTags', { count: state.badTags })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="numeric">{formatNumber(round(state.samplesPerS), language)}</Table.Td>
      <Table.Td className="numeric">{formatSpan(state.lagMs, language)}</Table.Td>
      <Table.Td className="numeric">{formatCount(state.buffered, language)}</Table.Td>
      <Table.Td>
        <Ago at={state.lastGoodAt} />
      </Table.Td>
      <Table.Td>{mayDesign && <ConnectionActions connection={connection} />}</Table.Td>
    </Table.Tr>
  )
}

function ConnectionName({ connection, isSimulated }: { connection: Connection; isSimulated: boolean }) {
  const projectId = useProjectId()
  const { id, name, protocol } = connection
  return (
    <>
      <Group gap={8}>
        <Link className="row-link" to="/p/$projectId/plant/connections/$id" params={{ projectId, id }}>
          {name}
        </Link>
        {isSimulated && <SimulatedMark />}
      </Group>
      <Text size="xs" c="dimmed">
        <ProtocolName protocol={protocol} /> · {addressOf(connection)}
      </Text>
    </>
  )
}

const round = (perS: number) => Math.round(perS * 10) / 10
