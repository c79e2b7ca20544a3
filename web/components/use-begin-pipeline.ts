import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument } from '#pipeline/document.ts'
import { useProjectId } from '../lib/project.ts'
import { trpcClient } from '../lib/trpc.ts'
import { notifyDone, notifyProblem } from './notify.ts'

/** Saves a new pipeline, and opens it or runs it at once. */
export function useBeginPipeline(make: () => PipelineDocument) {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const save = () => trpcClient.pipelines.save.mutate({ projectId, document: make(), expectedRevision: 0 })
  const toEditor = (id: string) => navigate({ to: '/p/$projectId/pipelines/$id', params: { projectId, id } })

  const open = useMutation({ mutationFn: async () => toEditor((await save()).id), onError: notifyProblem })
  const run = useMutation({
    mutationFn: async () => {
      const { id, revision } = await save()
      const started = await trpcClient.runs.start.mutate({ projectId, pipeline: { id, revision } })
      if (started.run)
        return navigate({ to: '/p/$projectId/runs/$run', params: { projectId, run: started.run } })
      notifyDone(t('notRunnable', { problem: started.issues[0]?.message ?? '?' }))
      return toEditor(id)
    },
    onError: notifyProblem,
  })
  return { open: () => open.mutate(), run: () => run.mutate(), isBusy: open.isPending || run.isPending }
}
