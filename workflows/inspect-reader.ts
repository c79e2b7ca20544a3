/** Lets a worker look at a reader's data, because gateway and command line load no engines. */
import { proxyActivities } from '@temporalio/workflow'
import type { InspectActivities, InspectInput, InspectOutcome } from './types.ts'

const { inspect } = proxyActivities<InspectActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '8s',
  retry: { maximumAttempts: 3 },
})

export function inspectReader(input: InspectInput): Promise<InspectOutcome> {
  return inspect(input)
}
