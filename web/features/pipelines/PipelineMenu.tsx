import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconListDetails,
  IconPencil,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { saveFile } from '../../lib/csv.ts'
import { useMay, useProjectId } from '../../lib/project.ts'
import { queryClient, trpc, trpcClient } from '../../lib/trpc.ts'
import { DuplicateDialog, RenameDialog } from './NameDialogs.tsx'
import type { PipelineItem } from './PipelineTable.tsx'

/** What can be done with a pipeline besides opening it. */
export function PipelineMenu({ item }: { item: PipelineItem }) {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const mayDesign = useMay('engineer')
  const [dialog, setDialog] = useState<'rename' | 'duplicate'>()
  const close = () => setDialog(undefined)
  const showRuns = () =>
    void navigate({ to: '/p/$projectId/runs', params: { projectId }, search: { pipeline: item.id } })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('actionsOf', { name: item.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconListDetails size={16} />} onClick={showRuns}>
            {t('showRuns')}
          </Menu.Item>
          <ExportItems item={item} />
          {mayDesign && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('rename')}>
                {t('rename')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => setDialog('duplicate')}>
                {t('duplicate')}
              </Menu.Item>
              <ArchiveItem item={item} />
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'rename' && <RenameDialog item={item} onClose={close} />}
      {dialog === 'duplicate' && <DuplicateDialog item={item} onClose={close} />}
    </>
  )
}

function ExportItems({ item: { id } }: { item: PipelineItem }) {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const save = async (format: 'json' | 'yaml') => {
    try {
      const { text, fileName } = await trpcClient.pipelines.export.query({ projectId, id, format })
      saveFile(fileName, new Blob([text], { type: 'text/plain' }))
    } catch (error) {
      notifyProblem(error)
    }
  }
  return (
    <>
      <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void save('json')}>
        {t('exportJson')}
      </Menu.Item>
      <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void save('yaml')}>
        {t('exportYaml')}
      </Menu.Item>
    </>
  )
}

function ArchiveItem({ item: { id, name, archivedAt } }: { item: PipelineItem }) {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const onSuccess = async () => {
    notifyDone(t(archivedAt ? 'restored' : 'archived', { name }))
    await queryClient.invalidateQueries(trpc.pipelines.list.pathFilter())
  }
  const archive = useMutation(trpc.pipelines.archive.mutationOptions({ onSuccess, onError: notifyProblem }))
  const restore = useMutation(trpc.pipelines.restore.mutationOptions({ onSuccess, onError: notifyProblem }))
  const [label, icon, run] = archivedAt
    ? ([t('restore'), <IconArchiveOff key="icon" size={16} />, restore] as const)
    : ([t('archive'), <IconArchive key="icon" size={16} />, archive] as const)
  return (
    <Menu.Item leftSection={icon} onClick={() => run.mutate({ projectId, id })}>
      {label}
    </Menu.Item>
  )
}
