/** Runs, what is told of them while they go on, and the data they leave. */
import { about, inProject } from '../case.ts'
import type { Cases } from '../case.ts'
import type { Place } from '../place.ts'

const run = ({ run }: Place) => ({ run })
const freshRun = async ({ freshRun }: Place) => ({ run: await freshRun() })
const end = ({ node, port }: Place) => ({ node, port })

export const runCases: Cases = {
  'runs.list': inProject(),
  'runs.get': about(run),
  'runs.document': about(run),
  'runs.steps': about(run),
  'runs.attempts': about(run),
  'runs.logs': about(run),
  'runs.outputs': about(run),
  'runs.result': about(run),
  'runs.compare': about(({ run }) => ({ before: run, after: run })),
  'runs.sinceGood': about(run),
  'runs.views.list': inProject(),
  'runs.views.save': inProject(() => ({ view: { name: 'Nights', search: {} } }), { mayChangeNothing: true }),
  'runs.views.remove': inProject(() => ({ name: 'Nights' }), { mayChangeNothing: true }),
  'runs.start': about(({ pipeline: id }) => ({ pipeline: { id } })),
  'runs.rerun': about(run),
  'runs.cancel': about(freshRun),
  'runs.delete': about(async ({ freshFinishedRun }) => ({ run: await freshFinishedRun() })),
  'live.events': inProject(({ run }) => ({ runs: [run] })),
  'datasets.files': inProject(),
  'datasets.removeFile': about(async ({ freshFile }) => ({ id: await freshFile() })),
  'datasets.preview': inProject(() => ({ block: 'read-csv', version: 1, config: {} }), {
    alsoThrough: ['engine-away', 'file-unknown'],
  }),
  'datasets.page': about(run, end),
  'datasets.profile': about(run, (place) => ({ ...end(place), column: place.column })),
  'datasets.series': about(run, (place) => ({ ...end(place), columns: [place.column] })),
  'datasets.value': about(run, end),
}
