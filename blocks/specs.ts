/** The spec halves of all blocks: what gateway, command line and editor know. One line per version, alphabetical. */
import { makeCatalog } from '#pipeline/block-spec.ts'
import { calendarFeatures } from './calendar-features/spec.ts'
import { convertTypes } from './convert-types/spec.ts'
import { convertUnits } from './convert-units/spec.ts'
import { fillMissing } from './fill-missing/spec.ts'
import { filter } from './filter/spec.ts'
import { lag } from './lag/spec.ts'
import { lineChart } from './line-chart/spec.ts'
import { linearRegressionFit } from './linear-regression-fit/spec.ts'
import { linearRegressionPredict } from './linear-regression-predict/spec.ts'
import { randomSplit } from './random-split/spec.ts'
import { readCsv } from './read-csv/spec.ts'
import { readHistorian } from './read-historian/spec.ts'
import { readParquet } from './read-parquet/spec.ts'
import { resample } from './resample/spec.ts'
import { rollingStatistics } from './rolling-statistics/spec.ts'
import { scatterChart } from './scatter-chart/spec.ts'
import { score } from './score/spec.ts'
import { seasonalNaive } from './seasonal-naive/spec.ts'
import { select } from './select/spec.ts'
import { simulatedHistory } from './simulated-history/spec.ts'
import { timeSplit } from './time-split/spec.ts'
import { writeCsv } from './write-csv/spec.ts'
import { writeHistorian } from './write-historian/spec.ts'
import { writeParquet } from './write-parquet/spec.ts'

// prettier-ignore
export const catalog = makeCatalog([
  calendarFeatures,
  convertTypes,
  convertUnits,
  fillMissing,
  filter,
  lag,
  lineChart,
  linearRegressionFit,
  linearRegressionPredict,
  randomSplit,
  readCsv,
  readHistorian,
  readParquet,
  resample,
  rollingStatistics,
  scatterChart,
  score,
  seasonalNaive,
  select,
  simulatedHistory,
  timeSplit,
  writeCsv,
  writeHistorian,
  writeParquet,
])
