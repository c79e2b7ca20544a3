/** Tells the engine to run what the ledger has accepted. Safe to repeat: the workflow's id is the run's. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import { batchRunWorkflow, taskQueue } from '#workflows/names.ts'
import type { BatchRunInput } from '#workflows/types.ts'
import type { App } from '../app.ts'

export interface LaunchRequest {
  runId: string
  planHash: string
  /** Pipeline name, shown to people who look at the engine's own pages. */
  name: string
}

/** Returns false when the engine cannot be reached: the reconciler launches the run later. */
export async function launchRun(app: App, { runId, planHash, name }: LaunchRequest): Promise<boolean> {
  const input: BatchRunInput = { runId, planHash }
  try {
    const engine = await app.engine()
    await engine.workflow.start(batchRunWorkflow, {
      workflowId: runId,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowTaskTimeout: '3s',
      staticSummary: name.slice(0, 200),
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return true
    return false
  }
}
