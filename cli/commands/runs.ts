/** `ecoki runs`: the newest runs. */
import { Command } from 'commander'
import type { Client, RunSummary } from '#client/index.ts'
import { visible, visibleJson } from '#pipeline/visible-text.ts'
import { exitCodes } from '../exit-codes.ts'
import { withClient } from '../with-client.ts'

export function runs(): Command {
  return new Command('runs')
    .description('List the newest runs.')
    .option('-n, --limit <count>', 'how many', (text) => Math.max(1, Number.parseInt(text, 10) || 20), 20)
    .option('--json', 'print exactly one JSON document')
    .action(({ limit, json }: { limit: number; json?: boolean }) =>
      withClient(async (client) => {
        const found = (await newest(client, limit)).map(briefly)
        if (json) process.stdout.write(`${visibleJson(found)}\n`)
        else if (found.length === 0)
          process.stdout.write('No runs yet. Try: npx ecoki run examples/compressed-air.json\n')
        else for (const run of found) process.stdout.write(`${visible(lineOf(run))}\n`)
        return exitCodes.done
      }),
    )
}

const pageSize = 200

async function newest({ runs }: Client, limit: number): Promise<RunSummary[]> {
  const found: RunSummary[] = []
  for (let cursor: string | undefined; ;) {
    const page = await runs.list({ cursor, limit: Math.min(pageSize, limit - found.length) })
    found.push(...page.items)
    if (page.nextCursor === null || found.length >= limit) return found
    cursor = page.nextCursor
  }
}

/** The document of `--json`. */
function briefly({ run, pipeline, status, createdAt, durationMs, failed }: RunSummary) {
  const why = failed && `${failed.node}: ${failed.code}`
  return { run, pipeline: pipeline.name, status, createdAt, durationMs, failed: why }
}

function lineOf(run: ReturnType<typeof briefly>): string {
  const duration = run.durationMs === null ? '' : `${(run.durationMs / 1000).toFixed(1)} s`
  const when = run.createdAt.slice(0, 19).replace('T', ' ')
  return [run.run, when, run.status.padEnd(9), duration.padStart(9), ` ${run.pipeline}`, run.failed ?? '']
    .join(' ')
    .trimEnd()
}
