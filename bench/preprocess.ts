import { catalog } from '#blocks/specs.ts'
import { loadBlockRun } from '#blocks/index.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import { loadTable } from '#pipeline/lazy-table.ts'
import type { Table } from '#pipeline/table.ts'
import { besidePolars, contextFor } from './beside-polars.ts'
import type { Benchmark } from './figure.ts'
import { csvReader } from './read-made-csv.ts'

const times = 7

const steps: { block: string; config: unknown }[] = [
  { block: 'lag', config: { lags: [1] } },
  {
    block: 'rolling-statistics',
    config: { columns: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], statistics: ['mean'], window: '1 h' },
  },
  { block: 'resample', config: { step: '1 h' } },
]

export const preprocess: Benchmark = {
  name: 'preprocess',
  title: 'Preparing a table, beside Polars',
  about: `A million rows a minute apart, a time and seven numbers, in memory: a lag of one row and a rolling mean over
an hour for each number, then hourly means of all 21 columns. EcoKI: the run functions of lag, rolling-statistics and
resample in one thread. Polars: one lazy query with \`shift\`, \`rolling_mean_by\` and \`group_by_dynamic\`, all cores.
One warm-up, then ${times} pairs in turns. The results agree to 1e-9.`,
  run: (say) =>
    besidePolars({
      comparison: {
        what: 'lag, rolling mean, resample',
        limit: {
          ratio: 1,
          text: '<= 1.0',
          reason:
            'Polars works on all columns at the same time on all cores; a block of ours has one thread.',
        },
      },
      times,
      order: 'preprocess',
      tolerance: 1e-9,
      async prepare(path, folder) {
        const table = await (await csvReader(path, folder))()
        return async () => {
          const begin = performance.now()
          const result = await apply(table, path, folder)
          return { ms: performance.now() - begin, table: result }
        }
      },
      say,
    }),
}

async function apply(table: Table, path: string, folder: string): Promise<Table> {
  for (const { block, config: given } of steps) {
    const type = catalog.find(block, 1)
    const half = await loadBlockRun(blockKey(block, 1))
    if (!type || !half) throw new Error(`no block ${block}`)
    const config = type.config.parse(given)
    const { outputs, findings } = type.outputs({ table: { type: 'table', table: table.schema } }, config)
    if (!outputs) throw new Error(JSON.stringify(findings))
    const inputs = { table: { type: 'table' as const, table } }
    const value = (await half.run({ inputs, config, outputs, ctx: contextFor(path, folder) })).outputs.table
    if (value.type !== 'table') throw new Error(`${block} made no table`)
    table = await loadTable(value.table)
  }
  return table
}
