import './tour.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { newPipelineId } from '../../lib/pipeline-id.ts'
import { useMay, useProjectId } from '../../lib/project.ts'
import { useMe } from '../../lib/session.ts'
import { trpc } from '../../lib/trpc.ts'
import { TourCard } from './TourCard.tsx'
import { leaveTour, useTour } from './tour-store.ts'
import { stepsFor } from './tour-steps.ts'
import type { TourStep } from './tour-steps.ts'

/** The tour, where it has been started: one thing after the other is pointed at and explained. */
export function Tour() {
  const step = useTour((state) => state.step)
  return step === undefined ? null : <TourAt step={step} />
}

function TourAt({ step }: { step: number }) {
  const projectId = useProjectId()
  const mayDesign = useMay('engineer')
  const me = useMe().data
  const pipelines = useQuery(trpc.pipelines.list.queryOptions({ projectId, limit: 1 }))
  const newest = pipelines.data?.items[0]?.id
  const steps = stepsFor({ mayDesign, hasPipeline: newest !== undefined })
  const shown = steps[Math.min(step, steps.length - 1)]
  useFocusAfterwards()
  useTourPage(shown, newest, pipelines.isPending)
  const leave = () => leaveTour(me?.id ?? me?.name ?? '')
  return (
    <TourCard
      key={shown.id}
      step={shown}
      number={Math.min(step, steps.length - 1) + 1}
      count={steps.length}
      onBack={() => useTour.setState({ step: step - 1 })}
      onNext={() => (step + 1 < steps.length ? useTour.setState({ step: step + 1 }) : leave())}
      onLeave={leave}
    />
  )
}

/** Opens the page that the step is about: the start page, or the newest pipeline, or an empty one that is not saved. */
function useTourPage(step: TourStep, newest: string | undefined, isPending: boolean): void {
  const projectId = useProjectId()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [empty] = useState(() => newPipelineId('tour'))
  useEffect(() => {
    const start = `/p/${projectId}`
    if (step.page === 'start' && path !== start && path !== `${start}/`)
      void navigate({ to: '/p/$projectId', params: { projectId } })
    if (step.page === 'editor' && !isPending && !path.startsWith(`${start}/pipelines/`))
      void navigate({ to: '/p/$projectId/pipelines/$id', params: { projectId, id: newest ?? empty } })
  }, [step, path, isPending, newest, empty, projectId, navigate])
}

/** The keyboard goes back to where it was before the tour. */
function useFocusAfterwards(): void {
  const before = useRef(document.activeElement)
  useEffect(() => {
    const place = before.current
    return () => {
      if (place instanceof HTMLElement && place.isConnected) place.focus()
    }
  }, [])
}
