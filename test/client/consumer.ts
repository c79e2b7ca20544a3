/** A program as others write it: it knows the client and nothing else. Checked by types.test.ts, never run. */
import { createClient, EcokiError } from '#client/index.ts'
import type { Client, FileRef, Issue, Output, RunEvent, RunResult } from '#client/index.ts'

export async function useEverything(
  ecoki: Client = createClient({ url: '', token: '' }),
): Promise<RunResult> {
  const file: FileRef = await ecoki.files.upload('meter.csv', { mime: 'text/csv' })
  const known: FileRef | undefined = await ecoki.files.find(file.hash)
  const { document, revision } = await ecoki.pipelines.get('energy')
  document.nodes[0].config = { file: known ?? file }
  const issues: Issue[] = await ecoki.pipelines.check({ document })
  const { planHash }: { planHash?: string } = await ecoki.pipelines.validate({ document })
  if (planHash) await ecoki.pipelines.save({ document, expectedRevision: revision })
  const run = await ecoki.runs.start({ document, parameters: { days: 2 } })
  for await (const event of run.events({ signal: AbortSignal.timeout(1_000) })) tell(event, issues)
  const result = await run.result()
  const output: Output = result.outputs.read.table
  if ('hash' in output) await look(ecoki, result.run)
  return result
}

async function look(ecoki: Client, run: string): Promise<void> {
  const table = { run, node: 'read', port: 'table' }
  const page = await ecoki.datasets.page(table, { limit: 10 })
  const cell: number | string | boolean | null = page.cells[0][0]
  await (await ecoki.datasets.download(table, { format: 'parquet' })).save(`${String(cell)}.parquet`)
  const again = await ecoki.runs.rerun(run, { from: 'read' })
  await again.cancel().catch((error: unknown) => {
    if (!(error instanceof EcokiError) || error.code !== 'run-over') throw error
  })
  await ecoki.runs.delete(again.id)
  const titles: string[] = (await ecoki.blocks.catalog()).map(({ spec }) => spec.title.en)
  console.log(titles, (await ecoki.runs.list({ status: ['failed'] })).items[0].failed?.text)
}

function tell(event: RunEvent, issues: Issue[]): void {
  if (event.kind === 'step') console.log(event.node, event.status, event.rows, issues.length)
  // @ts-expect-error -- only steps have a node of their own
  if (event.kind === 'state') console.log(event.node)
}
