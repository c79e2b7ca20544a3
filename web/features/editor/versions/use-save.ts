/** Saving: one writer wins; the other is shown what happened and chooses. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument } from '#pipeline/document.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { queryClient, refusalCode, trpc, trpcClient } from '../../../lib/trpc.ts'
import { discardDraft } from '../state/drafts.ts'
import { useEditor } from '../state/EditorContext.tsx'
import { placed } from '../state/open-pipeline.ts'
import { documentOf } from '../state/wire-types.ts'
import type { Opened } from '../state/open-pipeline.ts'

/** The version that someone else saved meanwhile. */
export interface Conflict {
  revision: number
  savedBy: string | null
  savedAt: string
  theirs: PipelineDocument
}

export function useSave({ key }: Opened) {
  const { t } = useTranslation('editor')
  const editor = useEditor()
  const { store, projectId, catalog } = editor
  const [conflict, setConflict] = useState<Conflict>()

  const openConflict = async () => {
    const newest = await trpcClient.pipelines.get.query({ projectId, id: key.id })
    const { revision, savedBy, savedAt, document } = newest
    setConflict({ revision, savedBy, savedAt, theirs: placed(documentOf(document), catalog) })
  }
  const saving = useMutation({
    mutationFn: async () => {
      const { document, base } = store.getState()
      const saved = await trpcClient.pipelines.save.mutate({
        projectId,
        document,
        expectedRevision: base.revision,
      })
      return { ...saved, document }
    },
    onSuccess: async ({ revision, document, nodes, edges }) => {
      store.setState({ base: { revision, document } })
      notifyDone(t('save.done', { revision, nodes, edges }))
      await discardDraft(key)
      await queryClient.invalidateQueries({ queryKey: trpc.pipelines.versions.queryKey() })
    },
    onError: (error) => (refusalCode(error) === 'revision-conflict' ? openConflict() : notifyProblem(error)),
  })
  return {
    save: () => saving.mutate(),
    isSaving: saving.isPending,
    conflict,
    openConflict: () => void openConflict().catch(notifyProblem),
    closeConflict: () => setConflict(undefined),
  }
}
