/** Filters of the runs list under a name, kept in this browser for each project. */
import { readRunsSearch } from '../../lib/runs-search.ts'
import type { RunsSearch } from '../../lib/runs-search.ts'

export interface SavedView {
  name: string
  search: RunsSearch
}

const maxViews = 30

export function readViews(storage: Pick<Storage, 'getItem'>, projectId: string): SavedView[] {
  const text = storage.getItem(keyOf(projectId))
  const kept: unknown = text === null ? [] : parse(text)
  if (!Array.isArray(kept)) return []
  return kept.flatMap((item: unknown) => {
    const { name, search } = (item ?? {}) as { name?: unknown; search?: unknown }
    if (typeof name !== 'string' || typeof search !== 'object' || search === null) return []
    return [{ name, search: readRunsSearch(search as Record<string, unknown>) }]
  })
}

/** A view of the same name is replaced. */
export function withView(views: SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].slice(-maxViews)
}

export function writeViews(storage: Pick<Storage, 'setItem'>, projectId: string, views: SavedView[]): void {
  storage.setItem(keyOf(projectId), JSON.stringify(views))
}

function keyOf(projectId: string): string {
  return `ecoki.run-views.${projectId}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return [] // what somebody else has written there is no view
  }
}
