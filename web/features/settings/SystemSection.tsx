import { Paper, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { useGatewayState } from '../../lib/gateway-state.ts'
import { useLiveHealth } from '../../lib/live.ts'
import { DiskTable } from './DiskTable.tsx'

/** Whether everything answers; kept up to date by the stream. */
export function SystemSection() {
  const { t } = useTranslation('settings')
  const isHere = useGatewayState() === 'here'
  const health = useLiveHealth()
  const known = isHere ? health : undefined
  const workers =
    known && (known.workers > 0 ? t('workersCount', { count: known.workers }) : t('workersNone'))
  return (
    <Section title={t('system')} hint={t('systemHint')}>
      <Paper withBorder maw={520}>
        <Table aria-label={t('system')}>
          <Table.Tbody>
            <PartRow name={t('gateway')} isFine={isHere} />
            <PartRow name={t('database')} isFine={known?.database} />
            <PartRow name={t('engine')} isFine={known?.engine} />
            <PartRow name={t('workers')} isFine={known && known.workers > 0} text={workers} />
          </Table.Tbody>
        </Table>
      </Paper>
      <DiskTable />
    </Section>
  )
}

function PartRow({ name, isFine, text }: { name: string; isFine?: boolean; text?: string }) {
  const { t } = useTranslation('settings')
  const words = isFine === undefined ? t('unknown') : (text ?? t(isFine ? 'answers' : 'away'))
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>
        <Text
          size="sm"
          c={isFine === false ? 'var(--ecoki-fault)' : 'dimmed'}
          fw={isFine === false ? 600 : 400}
        >
          {words}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
