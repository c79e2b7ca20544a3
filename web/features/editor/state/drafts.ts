/** What is not saved yet, kept in this browser at once and on the gateway soon after: a closed tab loses nothing. */
import { del, get, set } from 'idb-keyval'
import { useEffect } from 'react'
import type { PipelineDocument } from '#pipeline/document.ts'
import { documentSchema } from '#pipeline/document.ts'
import { isAway, trpcClient } from '../../../lib/trpc.ts'
import { useEditor } from './EditorContext.tsx'
import type { Editor } from './EditorContext.tsx'
import { isDirty } from './document-hash.ts'
import { documentOf } from './wire-types.ts'
import { pinList, pinsOf } from './editor-store.ts'
import type { Pins } from './editor-store.ts'

export interface Draft {
  document: PipelineDocument
  baseRevision: number
  updatedAtMs: number
  pins: Pins
}

export interface DraftKey {
  projectId: string
  id: string
  userId: string
}

const localPauseMs = 200
const remotePauseMs = 2_000

function nameOf({ projectId, id, userId }: DraftKey): string {
  return `draft ${projectId} ${userId} ${id}`
}

/** The newer one of this browser's and the gateway's; undefined where there is none. */
export async function readDraft(key: DraftKey): Promise<Draft | undefined> {
  const { projectId, id } = key
  const name = nameOf(key)
  const [kept, remote] = await Promise.all([
    get<Draft>(name),
    trpcClient.pipelines.draft.get.query({ projectId, id }).catch(unlessAway),
  ])
  const local = newerOf(kept, lastWords(name))
  const mine = local && documentSchema.safeParse(local.document).success ? local : undefined
  if (!remote) return mine
  const theirs = {
    ...remote,
    document: documentOf(remote.document),
    updatedAtMs: Date.parse(remote.updatedAt),
    pins: pinsOf(remote.pins),
  }
  return mine && mine.updatedAtMs >= theirs.updatedAtMs - remotePauseMs ? mine : theirs
}

/** Without the gateway this browser's draft has to do. */
function unlessAway(error: unknown): null {
  if (isAway(error)) return null
  throw error
}

export async function discardDraft(key: DraftKey): Promise<void> {
  await forget(nameOf(key))
  await trpcClient.pipelines.draft.discard.mutate({ projectId: key.projectId, id: key.id }).catch(unlessAway)
}

/** What a tab wrote down while it was closed. */
function lastWords(name: string): Draft | undefined {
  const text = localStorage.getItem(name)
  return text === null ? undefined : (JSON.parse(text) as Draft)
}

function newerOf(one: Draft | undefined, other: Draft | undefined): Draft | undefined {
  return one && other ? (one.updatedAtMs >= other.updatedAtMs ? one : other) : (one ?? other)
}

async function forget(name: string): Promise<void> {
  localStorage.removeItem(name)
  await del(name)
}

/** Keeps every edit while the editor is open. */
export function useKeepDraft(key: DraftKey): void {
  const editor = useEditor()
  const { store } = editor
  const name = nameOf(key)
  useEffect(() => {
    let local: ReturnType<typeof setTimeout> | undefined
    let remote: ReturnType<typeof setTimeout> | undefined
    const keepLocal = () => {
      clearTimeout(local)
      local = undefined
      void keepInBrowser(editor, name)
    }
    const unsubscribe = store.subscribe((state, before) => {
      if (state.document === before.document && state.pins === before.pins && state.base === before.base)
        return
      local ??= setTimeout(keepLocal, localPauseMs)
      clearTimeout(remote)
      remote = setTimeout(() => void keepOnGateway(editor, key), remotePauseMs)
    })
    // Not on unload, which phones and closed tabs may never tell.
    const onHide = () => document.visibilityState === 'hidden' && local !== undefined && keepLocal()
    document.addEventListener('visibilitychange', onHide)
    // A tab that goes for good does not wait for a database.
    const onLeave = () => {
      if (local !== undefined) keepAtOnce(editor, name)
      keepLocal()
    }
    window.addEventListener('pagehide', onLeave)
    return () => {
      unsubscribe()
      document.removeEventListener('visibilitychange', onHide)
      window.removeEventListener('pagehide', onLeave)
      if (local !== undefined) keepLocal()
      clearTimeout(remote)
    }
  }, [editor, store, name, key])
}

async function keepInBrowser({ store }: Editor, name: string): Promise<void> {
  const draft = draftOf({ store })
  if (draft) await set(name, draft)
  else await forget(name)
}

/** Room for small and middling drafts; larger ones have to hope for the database. */
function keepAtOnce({ store }: Pick<Editor, 'store'>, name: string): void {
  const draft = draftOf({ store })
  try {
    if (draft) localStorage.setItem(name, JSON.stringify(draft))
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error
  }
}

/** Undefined: nothing that is not saved. */
function draftOf({ store }: Pick<Editor, 'store'>): Draft | undefined {
  const { document, pins, base } = store.getState()
  if (!isDirty(document, base) && Object.keys(pins).length === 0) return undefined
  return { document, pins, baseRevision: base.revision, updatedAtMs: Date.now() }
}

async function keepOnGateway({ store }: Editor, { projectId, id }: DraftKey): Promise<void> {
  const draft = draftOf({ store })
  try {
    // All is undone or saved: an earlier draft must not come back.
    if (!draft) return void (await trpcClient.pipelines.draft.discard.mutate({ projectId, id }))
    const { document, baseRevision, pins } = draft
    await trpcClient.pipelines.draft.save.mutate({
      ...{ projectId, id, document, baseRevision, pins: pinList(pins) },
    })
  } catch (error) {
    // The browser has it; the next edit tries again.
    if (!isAway(error)) throw error
  }
}
