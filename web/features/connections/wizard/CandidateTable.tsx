import { ActionIcon, Group, Paper, Select, Table, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { SimulatedMark } from '../../../components/SimulatedMark.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { isSimulated } from '../../../lib/simulated.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useReasonText } from '../../../lib/use-reason-text.ts'
import type { TestResult } from '../connection-facts.ts'
import type { Candidate, ValueType } from './machine.ts'
import type { Connect } from './use-connect.ts'

type Seen = TestResult['tags'][number]

const types: ValueType[] = ['number', 'integer', 'boolean', 'text']
/** More rows than anyone reads; all are saved. */
const shownMost = 200

export interface CandidateTableProps {
  connect: Connect
  /** What a test has heard, by place. */
  seen?: Seen[]
}

/** Names, types and units, with what the machine says now. */
export function CandidateTable({ connect: { candidates, setCandidates }, seen }: CandidateTableProps) {
  const { t } = useTranslation(['connections', 'frame'])
  const change = (key: string, next: Partial<Candidate>) =>
    setCandidates(candidates.map((one) => (one.key === key ? { ...one, ...next } : one)))
  const remove = (key: string) => setCandidates(candidates.filter((one) => one.key !== key))
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={900} type="native" pb={0} mah={520}>
        <Table stickyHeader aria-label={t('step.tags')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('tagName')}</Table.Th>
              <Table.Th w={150}>{t('type')}</Table.Th>
              <Table.Th w={150}>{t('unit')}</Table.Th>
              <Table.Th>{t('valueNow')}</Table.Th>
              <Table.Th w={50}>
                <VisuallyHidden>{t('frame:actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {candidates.slice(0, shownMost).map((candidate, index) => (
              <CandidateRow
                key={candidate.key}
                {...{ candidate, seen: seen?.[index] }}
                onChange={(next) => change(candidate.key, next)}
                onRemove={() => remove(candidate.key)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {candidates.length > shownMost && (
        <Text size="sm" p="xs">
          {t('moreCandidates', { count: candidates.length - shownMost })}
        </Text>
      )}
    </Paper>
  )
}

interface CandidateRowProps {
  candidate: Candidate
  seen?: Seen
  onChange(next: Partial<Candidate>): void
  onRemove(): void
}

function CandidateRow({ candidate, seen, onChange, onRemove }: CandidateRowProps) {
  const { t } = useTranslation('connections')
  const { name, address, type, unit, unitText } = candidate
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <TextInput
            {...{ size: 'xs', 'aria-label': t('tagNameOf', { name }), value: name, maxLength: 200, flex: 1 }}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          {isSimulated({ name, address }) && <SimulatedMark />}
        </Group>
      </Table.Td>
      <Table.Td>
        <Select
          {...{ size: 'xs', 'aria-label': t('typeOf', { name }), value: type, allowDeselect: false }}
          data={types.map((value) => ({ value, label: t(`type.${value}`) }))}
          onChange={(next) => onChange({ type: next as ValueType })}
        />
      </Table.Td>
      <Table.Td>
        <TextInput
          {...{ size: 'xs', 'aria-label': t('unitOf', { name }), value: unit, maxLength: 80 }}
          placeholder={unitText}
          onChange={(event) => onChange({ unit: event.currentTarget.value })}
        />
      </Table.Td>
      <Table.Td>{seen && <SeenValue seen={seen} />}</Table.Td>
      <Table.Td>
        <ActionIcon
          {...{ variant: 'subtle', color: 'gray', 'aria-label': t('takeOut', { name }) }}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  )
}

function SeenValue({ seen: { problem, samples } }: { seen: Seen }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const reasonText = useReasonText()
  const last = samples.at(-1)
  if (problem)
    return (
      <Text size="xs" c="var(--ecoki-warning)" fw={600}>
        {reasonText(problem)}
      </Text>
    )
  if (!last)
    return (
      <Text size="xs" c="dimmed">
        {t('nothingHeard')}
      </Text>
    )
  const { value } = last
  return (
    <Text size="sm" ff="monospace">
      {typeof value === 'number' ? formatNumber(value, language) : String(value ?? '–')}
    </Text>
  )
}
