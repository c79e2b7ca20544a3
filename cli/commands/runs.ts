/** `ecoki runs`: the newest runs. */
import { Command } from 'commander'
import { listRuns } from '#api/use-cases/list-runs.ts'
import type { RunSummary } from '#api/use-cases/run-views.ts'
import { visible, visibleJson } from '#pipeline/visible-text.ts'
import { exitCodes } from '../exit-codes.ts'
import { systemLanguage } from '../options.ts'
import { withApp } from '../with-app.ts'

export function runs(): Command {
  return new Command('runs')
    .description('List the newest runs.')
    .option('-n, --limit <count>', 'how many', (text) => Math.max(1, Number.parseInt(text, 10) || 20), 20)
    .option('--json', 'print exactly one JSON document')
    .action(({ limit, json }: { limit: number; json?: boolean }) =>
      withApp(async (app) => {
        const { items } = await listRuns(app, { limit }, systemLanguage())
        const found = items.map(briefly)
        if (json) process.stdout.write(`${visibleJson(found)}\n`)
        else if (found.length === 0)
          process.stdout.write('No runs yet. Try: npx ecoki run examples/compressed-air.json\n')
        else for (const run of found) process.stdout.write(`${visible(lineOf(run))}\n`)
        return exitCodes.done
      }),
    )
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
