import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TextDialog } from '../../components/TextDialog.tsx'
import { newPipelineId } from '../../lib/pipeline-id.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'

/** An empty pipeline, opened at once. */
export function NewPipelineDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const onSuccess = ({ id }: { id: string }) =>
    void navigate({ to: '/p/$projectId/pipelines/$id', params: { projectId, id } })
  const save = useMutation(trpc.pipelines.save.mutationOptions({ onSuccess }))
  const create = (name: string) =>
    save.mutate({
      projectId,
      expectedRevision: 0,
      document: { ecoki: 1, id: newPipelineId(name), name, nodes: [] },
    })
  return (
    <TextDialog
      {...{ title: t('newTitle'), label: t('newName'), value: '', action: t('newAction') }}
      {...{ isBusy: save.isPending, error: save.error, onSubmit: create, onClose }}
    />
  )
}
