import { Paper, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../../lib/format.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'

type Entry = Outputs['audit']['list']['items'][number]

/** Rows of the audit, the newest first. */
export function AuditTable({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation('settings')
  return (
    <Paper withBorder style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('auditEntries')}>
      <Table fz="sm" layout="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('auditTime')}</Table.Th>
            <Table.Th>{t('auditActor')}</Table.Th>
            <Table.Th>{t('auditAction')}</Table.Th>
            <Table.Th>{t('auditObject')}</Table.Th>
            <Table.Th>{t('auditResult')}</Table.Th>
            <Table.Th>{t('auditAddress')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.seq} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function AuditRow({ entry }: { entry: Entry }) {
  const { t } = useTranslation('settings')
  const language = useLanguage()
  const { at, actorName, actorTitle, action, objectKind, objectId, result, count, address } = entry
  const isDone = result === 'done'
  return (
    <Table.Tr>
      <Table.Td className="cell">{formatTime(at, language)}</Table.Td>
      <Table.Td title={actorName}>{actorTitle}</Table.Td>
      <Table.Td>{action}</Table.Td>
      <Table.Td>
        <Text size="xs" c="dimmed">
          {objectKind}
        </Text>
        <Text size="xs" className="cell" title={hashesOf(entry)}>
          {objectId}
        </Text>
      </Table.Td>
      <Table.Td fw={isDone ? 400 : 600} c={isDone ? 'dimmed' : undefined}>
        {isDone ? t('auditDone') : result}
        {count > 1 && ` × ${count}`}
      </Table.Td>
      <Table.Td className="cell">{address ?? '–'}</Table.Td>
    </Table.Tr>
  )
}

/** What it was before and after, as far as that is kept. */
function hashesOf({ beforeHash, afterHash }: Entry): string | undefined {
  if (!beforeHash && !afterHash) return undefined
  return `${beforeHash?.slice(0, 12) ?? '–'} → ${afterHash?.slice(0, 12) ?? '–'}`
}
