import { besidePolars } from './beside-polars.ts'
import type { Benchmark } from './figure.ts'
import { csvReader } from './read-made-csv.ts'

const times = 7

export const readCsvFile: Benchmark = {
  name: 'read-csv',
  title: 'Reading CSV, beside Polars',
  about: `A file of a million rows, eight columns (a time and seven numbers with three decimals), 73 MB, in the page
cache. EcoKI: the reader's run function with the schema that it detected before, which checks every cell against it,
the order of time and its grid. Polars: \`read_csv\` with dates parsed, all cores. One warm-up, then ${times} pairs in turns.
Both tables have to be the same to the bit.`,
  run: (say) =>
    besidePolars({
      comparison: {
        what: '1 M x 8',
        limit: {
          ratio: 1,
          text: '<= 1.0',
          reason:
            'The reader goes through DuckDB and checks what it reads: ragged and bad rows with their line numbers, the ' +
            'order of time, the grid. Polars checks none of these.',
        },
      },
      times,
      order: 'read-csv',
      tolerance: 0,
      async prepare(path, folder) {
        const read = await csvReader(path, folder)
        return async () => {
          const begin = performance.now()
          const table = await read()
          return { ms: performance.now() - begin, table }
        }
      },
      say,
    }),
}
