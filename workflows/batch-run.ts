/** The one workflow behind every batch run: it interprets a plan that is data, page by page. */
import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow'
import type {
  BatchRunInput,
  Bookkeeping,
  SegmentActivities,
  SegmentOrder,
  SegmentOutcome,
  SegmentPage,
} from './types.ts'
import { makeSlots } from './slots.ts'
import type { Slots } from './slots.ts'

/** Far below Temporal's limit of 51,200 events; a page adds up to 2,000. */
const eventsBeforeContinuing = 2_000

const ledger = proxyLocalActivities<Bookkeeping>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
})

export async function batchRun(input: BatchRunInput): Promise<void> {
  await ledger.beginRun(input)
  try {
    await runPages(input)
  } catch (error) {
    if (!isCancellation(error)) throw error
  }
  await CancellationScope.nonCancellable(() => ledger.finishRun(input.runId))
}

async function runPages(input: BatchRunInput): Promise<void> {
  for (let number = input.page ?? 0; ; number++) {
    const page = await ledger.loadPage(input.runId, input.planHash, number)
    await runPage(input, page)
    if (page.last) return
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > eventsBeforeContinuing) {
      await continueAsNew<typeof batchRun>({ ...input, page: number + 1 })
    }
  }
}

/** Runs a page's segments, each as soon as what it needs is settled; what needs a failed one stays untouched. */
async function runPage(input: BatchRunInput, page: SegmentPage): Promise<void> {
  const slots = makeSlots(page.parallel)
  const outcomes: Promise<SegmentOutcome>[] = []
  for (const segment of page.segments) outcomes.push(runWhenReady(input, segment, outcomes, slots))
  const settled = await Promise.allSettled(outcomes)
  const broken = settled.find((result) => result.status === 'rejected')
  if (broken) throw broken.reason
}

async function runWhenReady(
  input: BatchRunInput,
  segment: SegmentOrder,
  outcomes: Promise<SegmentOutcome>[],
  slots: Slots,
): Promise<SegmentOutcome> {
  const before = await Promise.all(segment.after.map((place) => outcomes[place]))
  if (segment.blocked || before.some((outcome) => outcome !== 'ok')) return 'failed'
  return slots.hold(() => runSegment(input, segment))
}

function runSegment({ runId, planHash }: BatchRunInput, segment: SegmentOrder): Promise<SegmentOutcome> {
  const activities = proxyActivities<SegmentActivities>({
    activityId: segment.id,
    // Blocks have their own timeouts, kept by the worker; a lost worker shows by its heartbeat.
    startToCloseTimeout: '30 days',
    heartbeatTimeout: segment.heartbeatMs,
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
    summary: segment.id,
  })
  return activities[segment.activityType]({ runId, planHash, segment: segment.id })
}
