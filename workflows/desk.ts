/** Lets a worker do short work for people who wait, because gateway and command line load no engines. */
import { proxyActivities } from '@temporalio/workflow'
import type {
  DeskActivities,
  ExportInput,
  ExportOutcome,
  InspectInput,
  InspectOutcome,
  PreviewOutcome,
} from './types.ts'

const desk = proxyActivities<DeskActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '8s',
  retry: { maximumAttempts: 3 },
})

export function inspectReader(input: InspectInput): Promise<InspectOutcome> {
  return desk.inspect(input)
}

export function previewReader(input: InspectInput): Promise<PreviewOutcome> {
  return desk.preview(input)
}

export function exportTable(input: ExportInput): Promise<ExportOutcome> {
  return desk.exportTable(input)
}
