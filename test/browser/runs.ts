/** Runs made without a page. */
import { waitFor } from '#test/fixtures/product.ts'
import { must } from './person.ts'
import type { PersonRecord } from './person.ts'

/** Starts a saved pipeline and waits for the end of its run. */
export async function runPipeline(as: PersonRecord, projectId: string, id: string): Promise<string> {
  const { run, issues } = (await must(as, 'runs.start', { projectId, pipeline: { id } })) as {
    run?: string
    issues: unknown[]
  }
  if (run === undefined) throw new Error(`not started: ${JSON.stringify(issues)}`)
  const isOver = async () => {
    const { status } = (await must(as, 'runs.get', { projectId, run })) as { status: string }
    return ['done', 'failed', 'cancelled'].includes(status)
  }
  await waitFor(`run ${run} is over`, isOver, 120_000)
  return run
}

/** Saves another version of a pipeline, changed. */
export async function saveAgain(
  as: PersonRecord,
  { projectId, id }: { projectId: string; id: string },
  change: (document: Changeable) => void,
): Promise<void> {
  const { document, revision } = (await must(as, 'pipelines.get', { projectId, id })) as {
    document: Changeable
    revision: number
  }
  change(document)
  await must(as, 'pipelines.save', { projectId, document, expectedRevision: revision })
}

export interface Changeable {
  name: string
  nodes: { id: string; config: Record<string, unknown> }[]
}
