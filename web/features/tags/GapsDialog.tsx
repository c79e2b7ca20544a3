import { Modal, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { formatCount, formatTime } from '../../lib/format.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { useReasonText } from '../../lib/use-reason-text.ts'
import type { Tag } from './tag-facts.ts'

const weekMs = 7 * 86_400_000

/** When samples of a tag are missing, and why. */
export function GapsDialog({ tag, onClose }: { tag: Tag; onClose(): void }) {
  const { t } = useTranslation(['tags', 'frame'])
  const language = useLanguage()
  const reasonText = useReasonText()
  const projectId = useProjectId()
  const [now] = useState(() => Date.now())
  const [from, to] = [new Date(now - weekMs).toISOString(), new Date(now).toISOString()]
  const gaps = useQuery(trpc.tags.gaps.queryOptions({ projectId, tag: tag.id, from, to }))
  return (
    <Modal
      {...{ opened: true, onClose, size: 'lg', title: t('gapsOf', { name: tag.name }) }}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <Stack gap="sm">
        {gaps.isPending && <PageLoading />}
        {gaps.isError && <ProblemNote error={gaps.error} />}
        {gaps.data?.length === 0 && <Text size="sm">{t('gapsNone')}</Text>}
        {gaps.data && gaps.data.length > 0 && (
          <Table aria-label={t('gaps')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('from')}</Table.Th>
                <Table.Th>{t('to')}</Table.Th>
                <Table.Th>{t('cause')}</Table.Th>
                <Table.Th className="numeric">{t('missing')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {gaps.data.map((gap) => (
                <Table.Tr key={`${gap.from} ${gap.to} ${gap.cause}`}>
                  <Table.Td>{formatTime(gap.from, language)}</Table.Td>
                  <Table.Td>{formatTime(gap.to, language)}</Table.Td>
                  <Table.Td>{reasonText({ code: `gap.${gap.cause}` })}</Table.Td>
                  <Table.Td className="numeric">
                    {gap.count === null ? t('notKnown') : formatCount(gap.count, language)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Modal>
  )
}
