/** Asks the gateway after each edit what it says to the document; only the newest answer counts. */
import { useLanguage } from '../../../lib/use-language.ts'
import { useEffect } from 'react'
import { isAway, trpcClient } from '../../../lib/trpc.ts'
import { checkResult } from './check-result.ts'
import { useEditor, useEditorState } from './EditorContext.tsx'

const pauseMs = 250
const againMs = 3_000

export function useCheck(): void {
  const { projectId, store } = useEditor()
  const document = useEditorState((state) => state.document)
  const language = useLanguage()
  useEffect(() => {
    const abort = new AbortController()
    let timer = setTimeout(ask, pauseMs)
    async function ask(): Promise<void> {
      try {
        const answer = await trpcClient.pipelines.check.query(
          { projectId, document },
          { signal: abort.signal },
        )
        if (abort.signal.aborted) return
        store.setState((state) => ({ check: checkResult(answer, state.check), checking: 'fresh' }))
      } catch (error) {
        if (abort.signal.aborted) return
        if (!isAway(error)) throw error
        store.setState({ checking: 'away' })
        timer = setTimeout(ask, againMs)
      }
    }
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [document, language, projectId, store])
}
