import { Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../../components/EmptyNote.tsx'
import { MoreButton } from '../../components/MoreButton.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { saveFile } from '../../lib/csv.ts'
import { useProjectId } from '../../lib/project.ts'
import { useMe } from '../../lib/session.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { AuditTable } from './AuditTable.tsx'
import { noFilter, queryOf } from './audit-filter.ts'
import type { AuditFields } from './audit-filter.ts'

/** Who did what and who was refused what: of this project, for administrators also of the installation. */
export function AuditSection() {
  const { t } = useTranslation('settings')
  const isAdministrator = useMe().data?.isAdministrator ?? false
  const [isAll, setIsAll] = useState(false)
  const [fields, setFields] = useState(noFilter)
  const [settled] = useDebouncedValue(fields, 300)
  const scope = isAdministrator && (
    <SegmentedControl
      {...{ value: isAll ? 'all' : 'project', 'aria-label': t('auditScope') }}
      onChange={(value) => setIsAll(value === 'all')}
      data={[
        { value: 'project', label: t('auditProject') },
        { value: 'all', label: t('auditAll') },
      ]}
    />
  )
  return (
    <Section title={t('audit')} hint={t('auditHint')} action={scope}>
      <Filters {...{ fields, setFields }} />
      <AuditList isAll={isAll} fields={settled} />
    </Section>
  )
}

function Filters({ fields, setFields }: { fields: AuditFields; setFields(fields: AuditFields): void }) {
  const { t } = useTranslation('settings')
  const text = (key: keyof AuditFields) => ({
    value: fields[key],
    maxLength: 200,
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setFields({ ...fields, [key]: event.currentTarget.value }),
  })
  return (
    <Group gap="sm" align="flex-end">
      <TextInput label={t('auditActor')} w={170} {...text('actor')} />
      <TextInput label={t('auditAction')} w={170} placeholder="run." {...text('action')} />
      <TextInput label={t('auditFrom')} type="date" {...text('from')} />
      <TextInput label={t('auditUntil')} type="date" {...text('until')} />
      <SegmentedControl
        {...{ value: fields.result, 'aria-label': t('auditResult') }}
        onChange={(result) => setFields({ ...fields, result })}
        data={[
          { value: '', label: t('auditEverything') },
          { value: 'done', label: t('auditDone') },
          { value: 'refused', label: t('auditRefused') },
        ]}
      />
    </Group>
  )
}

function AuditList({ isAll, fields }: { isAll: boolean; fields: AuditFields }) {
  const { t } = useTranslation('settings')
  const projectId = useProjectId()
  const filter = queryOf(fields)
  const key = isAll
    ? trpc.audit.listAll.infiniteQueryKey(filter)
    : trpc.audit.list.infiniteQueryKey({ projectId, ...filter })
  const pages = usePages(key, (cursor) =>
    isAll
      ? trpcClient.audit.listAll.query({ ...filter, cursor })
      : trpcClient.audit.list.query({ projectId, ...filter, cursor }),
  )
  if (pages.isPending) return <PageLoading />
  if (pages.isError) return <ProblemNote error={pages.error} />
  if (pages.items.length === 0) return <EmptyNote text={t('auditEmpty')} />
  return (
    <>
      <AuditTable entries={pages.items} />
      <MoreButton {...pages} />
      <ExportButton isAll={isAll} fields={fields} />
    </>
  )
}

function ExportButton({ isAll, fields }: { isAll: boolean; fields: AuditFields }) {
  const { t } = useTranslation('settings')
  const projectId = useProjectId()
  const save = useMutation({
    mutationFn: () =>
      isAll
        ? trpcClient.audit.exportAll.query(queryOf(fields))
        : trpcClient.audit.export.query({ projectId, ...queryOf(fields) }),
    onSuccess: ({ csv, rows, nextCursor }) => {
      saveFile('audit.csv', new Blob([csv], { type: 'text/csv' }))
      if (nextCursor) notifyDone(t('auditCut', { count: rows }))
    },
    onError: notifyProblem,
  })
  return (
    <Group>
      <Button
        {...{ variant: 'default', loading: save.isPending, onClick: () => save.mutate() }}
        leftSection={<IconDownload size={16} />}
      >
        {t('auditExport')}
      </Button>
    </Group>
  )
}
