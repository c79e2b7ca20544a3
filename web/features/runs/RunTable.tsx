import { Checkbox, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { StatusMark } from '../../components/StatusMark.tsx'
import { formatCount, formatSpan, formatTime } from '../../lib/format.ts'
import { useProjectId } from '../../lib/project.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { RunItem } from './run-facts.ts'

export interface RunTableProps {
  items: RunItem[]
  /** Ids of runs to compare, two at most. */
  chosen: string[]
  setChosen(chosen: string[]): void
}

/** Runs with what one wants to know before opening one. */
export function RunTable({ items, chosen, setChosen }: RunTableProps) {
  const { t } = useTranslation('runs')
  const toggle = (run: string) =>
    setChosen(chosen.includes(run) ? chosen.filter((other) => other !== run) : [...chosen, run].slice(-2))
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={940} type="native" pb={0}>
        <Table highlightOnHover aria-label={t('title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}>
                <VisuallyHidden>{t('compareHint')}</VisuallyHidden>
              </Table.Th>
              <Table.Th>{t('state')}</Table.Th>
              <Table.Th>{t('pipeline')}</Table.Th>
              <Table.Th>{t('startedBy')}</Table.Th>
              <Table.Th>{t('started')}</Table.Th>
              <Table.Th className="numeric">{t('duration')}</Table.Th>
              <Table.Th className="numeric">{t('rows')}</Table.Th>
              <Table.Th>{t('failing')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <RunRow
                key={item.run}
                item={item}
                isChosen={chosen.includes(item.run)}
                onToggle={() => toggle(item.run)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function RunRow({ item, isChosen, onToggle }: { item: RunItem; isChosen: boolean; onToggle(): void }) {
  const { t } = useTranslation('runs')
  const language = useLanguage()
  const { pipeline, status, startedBy, createdAt, durationMs, rows, failed } = item
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          size="xs"
          checked={isChosen}
          onChange={onToggle}
          aria-label={t('select', { pipeline: pipeline.name, time: formatTime(createdAt, language) })}
        />
      </Table.Td>
      <Table.Td>
        <StatusMark kind="run" status={status} />
      </Table.Td>
      <Table.Td>
        <RunLink item={item} />
      </Table.Td>
      <Table.Td>{startedBy?.name ?? '–'}</Table.Td>
      <Table.Td>
        <Ago at={createdAt} />
      </Table.Td>
      <Table.Td className="numeric">{formatSpan(durationMs, language)}</Table.Td>
      <Table.Td className="numeric">{formatCount(rows, language)}</Table.Td>
      <Table.Td maw={360}>
        {failed && (
          <Text size="sm" lineClamp={2}>
            <b>{failed.node}</b> {failed.text}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function RunLink({ item: { run, pipeline } }: { item: RunItem }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  return (
    <>
      <Link className="row-link" to="/p/$projectId/runs/$run" params={{ projectId, run }}>
        {pipeline.name}
      </Link>
      <Text size="xs" c="dimmed">
        {pipeline.revision === null ? t('unsaved') : t('revision', { revision: pipeline.revision })}
      </Text>
    </>
  )
}
