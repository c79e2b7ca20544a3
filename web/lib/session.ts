/** Who is signed in. */
import { useQuery } from '@tanstack/react-query'
import { trpc } from './trpc.ts'
import type { Outputs } from './trpc.ts'

export type Me = Outputs['users']['me']
export type ProjectRole = Me['projects'][number]['role']

/** The person, their projects and roles; an error 'not-signed-in' for nobody. */
export function useMe() {
  return useQuery(trpc.users.me.queryOptions({}, { staleTime: 60_000 }))
}
