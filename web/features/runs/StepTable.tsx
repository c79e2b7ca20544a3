import { Paper, Table, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StatusMark } from '../../components/StatusMark.tsx'
import { formatCount, formatSpan } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { Step } from './run-facts.ts'

export interface StepChoice {
  steps: Step[]
  selected?: string
  onSelect(node?: string): void
}

/** The steps in the order of the plan. */
export function StepTable({ steps, selected, onSelect }: StepChoice) {
  const { t } = useTranslation('runs')
  return (
    <Paper withBorder style={{ overflow: 'auto' }}>
      <Table highlightOnHover aria-label={t('steps')} layout="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('steps')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th className="numeric">{t('rows')}</Table.Th>
            <Table.Th className="numeric">{t('duration')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((step) => (
            <StepRow
              key={step.node}
              step={step}
              isSelected={step.node === selected}
              onSelect={() => onSelect(step.node)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function StepRow({ step, isSelected, onSelect }: { step: Step; isSelected: boolean; onSelect(): void }) {
  const { t } = useTranslation('runs')
  const language = useLanguage()
  const { node, block, status, attempts, rows, durationMs, progress } = step
  const parts = [
    block,
    attempts > 1 ? t('attempt', { number: attempts }) : undefined,
    progress && status === 'running'
      ? t('progress', { done: progress.done, total: progress.total ?? '?' })
      : undefined,
  ]
  return (
    <Table.Tr
      className={isSelected ? 'row-selected' : undefined}
      onClick={onSelect}
      style={{ cursor: 'pointer' }}
    >
      <Table.Td>
        <UnstyledButton className="row-link" fz="sm" aria-pressed={isSelected} onClick={onSelect}>
          {node}
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {parts.filter(Boolean).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <StatusMark kind="step" status={status} />
      </Table.Td>
      <Table.Td className="numeric">{formatCount(rows, language)}</Table.Td>
      <Table.Td className="numeric">{formatSpan(durationMs, language)}</Table.Td>
    </Table.Tr>
  )
}
