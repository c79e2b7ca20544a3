import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument } from '#pipeline/document.ts'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { newPipelineId } from '../../lib/pipeline-id.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpcClient } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { Template } from './Templates.tsx'

/** Makes a pipeline of one's own from a template, and opens it, or runs it at once. */
export function useTemplate(template: Template) {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const language = useLanguage()
  const navigate = useNavigate()

  const copy = async () => {
    const name = template.title[language]
    const document = { ...(template.document as PipelineDocument), id: newPipelineId(name), name }
    return trpcClient.pipelines.save.mutate({ projectId, document, expectedRevision: 0 })
  }
  const toEditor = (id: string) => navigate({ to: '/p/$projectId/pipelines/$id', params: { projectId, id } })

  const open = useMutation({ mutationFn: async () => toEditor((await copy()).id), onError: notifyProblem })
  const run = useMutation({
    mutationFn: async () => {
      const { id, revision } = await copy()
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
