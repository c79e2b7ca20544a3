/** Runs started from the editor: what is drawn, saved or not. */
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { v7 as uuid } from 'uuid'
import { notifyProblem } from '../../../components/notify.ts'
import { trpcClient } from '../../../lib/trpc.ts'
import { checkResult } from '../state/check-result.ts'
import { pinList } from '../state/editor-store.ts'
import { useEditor } from '../state/EditorContext.tsx'

export interface RunPart {
  kind: 'until' | 'only'
  node: string
}

/** Starts what is drawn now and shows the run; refusals become problems in the panel. */
export function useStartRun(onRefused: () => void) {
  const { projectId, store } = useEditor()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (part: RunPart | undefined) => {
      const { document, pins } = store.getState()
      return trpcClient.runs.start.mutate({
        ...{ projectId, document, part },
        // Only for trying out: a whole run computes everything, or takes what it can prove to be the same.
        pins: part && pinList(pins),
        idempotencyKey: uuid(),
      })
    },
    onSuccess: ({ run, issues }) => {
      if (run) return navigate({ to: '.', search: { run }, replace: true })
      store.setState((state) => ({
        check: checkResult({ issues, schemas: state.check.schemas }, state.check),
      }))
      return onRefused()
    },
    onError: notifyProblem,
  })
}
