import { Group, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { DiskWarning } from '../../components/DiskWarning.tsx'
import { Note } from '../../components/Note.tsx'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { needsAttention } from './needs-attention.ts'
import type { AttentionItem } from './needs-attention.ts'

/** What is not as it should be; one grey line when all is well. */
export function Attention() {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const runs = useQuery(trpc.runs.list.queryOptions({ projectId, limit: 100 }))
  const disk = useQuery(trpc.system.disk.queryOptions({}, { staleTime: 60_000 })).data
  if (!runs.data) return null
  const items = needsAttention(runs.data.items)
  const isDiskWell = disk === undefined || disk.state === 'ok'
  if (items.length === 0 && isDiskWell)
    return (
      <Group gap={6} c="dimmed">
        <IconCheck size={16} aria-hidden />
        <Text size="sm">{t('attentionNone')}</Text>
      </Group>
    )
  return (
    <Section title={t('attention')}>
      <Stack gap="xs">
        {disk && <DiskWarning disk={disk} />}
        {items.map((item) => (
          <AttentionRow key={item.run} item={item} />
        ))}
      </Stack>
    </Section>
  )
}

function AttentionRow({ item }: { item: AttentionItem }) {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const { run, pipeline, reason, detail, at } = item
  return (
    <Note tone={reason === 'failed' ? 'fault' : 'warning'}>
      <Group gap="xs" justify="space-between">
        <Link className="row-link" to="/p/$projectId/runs/$run" params={{ projectId, run }}>
          {t(textOf[reason], { pipeline })}
        </Link>
        <Ago at={at} />
      </Group>
      {detail && <Text size="sm">{detail}</Text>}
    </Note>
  )
}

const textOf = {
  failed: 'attentionFailed',
  stalled: 'attentionStalled',
  engine: 'attentionWaits.engine',
  worker: 'attentionWaits.worker',
} as const
