import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextDialog } from '../../components/TextDialog.tsx'
import { useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { PipelineItem } from './PipelineTable.tsx'

interface DialogProps {
  item: PipelineItem
  onClose(): void
}

/** Another name; what runs have recorded stays as it was. */
export function RenameDialog({ item: { id, name, revision }, onClose }: DialogProps) {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const rename = useMutation(trpc.pipelines.rename.mutationOptions({ onSuccess: afterChange(onClose) }))
  return (
    <TextDialog
      {...{ title: t('renameTitle', { name }), label: t('newName'), value: name, action: t('rename') }}
      {...{ isBusy: rename.isPending, error: rename.error, onClose }}
      onSubmit={(text) => rename.mutate({ projectId, id, name: text, expectedRevision: revision })}
    />
  )
}

/** A copy that goes its own way. */
export function DuplicateDialog({ item: { id, name }, onClose }: DialogProps) {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const duplicate = useMutation(trpc.pipelines.duplicate.mutationOptions({ onSuccess: afterChange(onClose) }))
  return (
    <TextDialog
      {...{ title: t('duplicateTitle', { name }), label: t('newName'), action: t('duplicateAction') }}
      {...{
        value: t('duplicateName', { name }),
        isBusy: duplicate.isPending,
        error: duplicate.error,
        onClose,
      }}
      onSubmit={(text) => duplicate.mutate({ projectId, id, name: text })}
    />
  )
}

function afterChange(onClose: () => void) {
  return async () => {
    onClose()
    await queryClient.invalidateQueries(trpc.pipelines.pathFilter())
  }
}
