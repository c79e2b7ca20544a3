/** The points of the shown time, and what comes in live after them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { LiveValue } from '../../lib/live-effects.ts'
import { useLiveValues } from '../../lib/live.ts'
import { useProjectId } from '../../lib/project.ts'
import type { TrendsSearch } from '../../lib/trends-search.ts'
import { trpc } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import type { Window } from './trend-curves.ts'

export const defaultMs = 3_600_000
const maxPoints = 40_000
const flushMs = 250

export interface ShownTime extends Window {
  isLive: boolean
}

/** What the address says; live it moves on by itself, in steps that a pixel can show. */
export function useShownTime({ ms = defaultMs, from, to }: TrendsSearch): ShownTime {
  const isLive = from === undefined || to === undefined
  const now = useNow(isLive ? Math.min(Math.max(ms / 2_000, 250), 5_000) : 60_000)
  if (!isLive) return { isLive, fromUs: Date.parse(from) * 1_000, toUs: Date.parse(to) * 1_000 }
  return { isLive, fromUs: (now - ms) * 1_000, toUs: now * 1_000 }
}

export function usePoints(tags: number[], { isLive, fromUs, toUs }: ShownTime) {
  const projectId = useProjectId()
  const spanMs = (toUs - fromUs) / 1_000
  const stepMs = isLive ? Math.max(5_000, spanMs / 8) : 1
  const endMs = isLive ? Math.ceil(toUs / 1_000 / stepMs) * stepMs : toUs / 1_000
  const beginMs = isLive ? endMs - spanMs - stepMs : fromUs / 1_000
  const input = {
    ...{ projectId, tags, pixels: Math.min(1_200, Math.floor(maxPoints / Math.max(1, tags.length))) },
    ...{ from: new Date(beginMs).toISOString(), to: new Date(endMs).toISOString() },
  }
  const refetchInterval = isLive && (spanMs <= 3_600_000 ? 5_000 : 30_000)
  return useQuery(
    trpc.historian.points.queryOptions(input, {
      ...{ enabled: tags.length > 0, placeholderData: keepPreviousData, refetchInterval },
    }),
  )
}

const maxKept = 20_000

/** The values of the last while, by their coming; drawn a few times a second however many come. */
export function useLiveTail(tags: number[]): readonly LiveValue[] {
  const [tail, setTail] = useState<readonly LiveValue[]>([])
  const gathered = useRef<LiveValue[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useLiveValues(tags, (values) => {
    gathered.current.push(...values)
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      const news = gathered.current
      gathered.current = []
      setTail((before) => [...before, ...news].slice(-maxKept))
    }, flushMs)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return tail
}
