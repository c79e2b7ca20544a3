/** What is read off runs and steps for showing them. */
import type { Outputs } from '../../lib/trpc.ts'

export type RunItem = Outputs['runs']['list']['items'][number]
export type RunDetail = Outputs['runs']['get']
export type Step = Outputs['runs']['steps'][number]
export type Attempt = Outputs['runs']['attempts'][number]

export function isOpen({ status }: Pick<RunItem, 'status'>): boolean {
  return status === 'queued' || status === 'stalled' || status === 'running'
}

/** Two chosen runs, the earlier one first. The list holds the newest first. */
export function inOrder(items: Pick<RunItem, 'run'>[], chosen: string[]): [string, string] {
  const place = (run: string) => items.findIndex((item) => item.run === run)
  const [first, second] = [...chosen].sort((a, b) => place(b) - place(a))
  return [first, second]
}

/** The step to look at first: what failed, else where work goes on, else the result: the last step that ended well. */
export function firstToSee(steps: Step[]): string | undefined {
  const of = (...statuses: Step['status'][]) => steps.find(({ status }) => statuses.includes(status))?.node
  const last = steps.findLast(({ status }) => status === 'done' || status === 'reused')?.node
  return of('failed') ?? of('retrying', 'running') ?? last
}
