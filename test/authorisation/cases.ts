/** An entry for each procedure: whoever adds one adds its case here. */
import { accountCases } from './cases/accounts.ts'
import { boardCases } from './cases/boards.ts'
import { installationCases } from './cases/installation.ts'
import { pipelineCases } from './cases/pipelines.ts'
import { plantCases } from './cases/plant.ts'
import { runCases } from './cases/runs.ts'
import type { Cases } from './case.ts'

export const cases: Cases = {
  ...accountCases,
  ...boardCases,
  ...installationCases,
  ...pipelineCases,
  ...plantCases,
  ...runCases,
}
