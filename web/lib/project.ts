/** Which project the page is about, and what the person may do there. */
import { useParams } from '@tanstack/react-router'
import { useMe } from './session.ts'
import type { ProjectRole } from './session.ts'

const order: ProjectRole[] = ['viewer', 'operator', 'engineer', 'admin']
const storageKey = 'ecoki.project'

/** Only on pages below /p/$projectId. */
export function useProjectId(): string {
  return useParams({ from: '/p/$projectId' }).projectId
}

/** Whether the person has at least this role here. The gateway decides; this only spares people a refusal. */
export function useMay(role: ProjectRole): boolean {
  const projectId = useProjectId()
  const me = useMe()
  const own = me.data?.projects.find(({ id }) => id === projectId)?.role
  return own !== undefined && order.indexOf(own) >= order.indexOf(role)
}

/** The project to open first: the one of last time, else the first. */
export function firstProject(projects: { id: string }[]): string | undefined {
  const last = localStorage.getItem(storageKey)
  return (projects.find(({ id }) => id === last) ?? projects[0])?.id
}

export function rememberProject(id: string): void {
  localStorage.setItem(storageKey, id)
}
