/**
 * The run halves of all blocks, loaded when first needed. One line per block version, alphabetical; a version stays
 * here as long as any kept run may need it.
 */
import { fileURLToPath } from 'node:url'
import type { BlockRun } from './block.ts'

const files: Record<string, string> = {
  'calendar-features@1': './calendar-features/run.ts',
  'convert-types@1': './convert-types/run.ts',
  'convert-units@1': './convert-units/run.ts',
  'fill-missing@1': './fill-missing/run.ts',
  'filter@1': './filter/run.ts',
  'lag@1': './lag/run.ts',
  'line-chart@1': './line-chart/run.ts',
  'linear-regression-fit@1': './linear-regression-fit/run.ts',
  'linear-regression-predict@1': './linear-regression-predict/run.ts',
  'random-split@1': './random-split/run.ts',
  'read-csv@1': './read-csv/run.ts',
  'read-historian@1': './read-historian/run.ts',
  'read-parquet@1': './read-parquet/run.ts',
  'resample@1': './resample/run.ts',
  'rolling-statistics@1': './rolling-statistics/run.ts',
  'scatter-chart@1': './scatter-chart/run.ts',
  'score@1': './score/run.ts',
  'seasonal-naive@1': './seasonal-naive/run.ts',
  'select@1': './select/run.ts',
  'simulated-history@1': './simulated-history/run.ts',
  'time-split@1': './time-split/run.ts',
  'write-csv@1': './write-csv/run.ts',
  'write-historian@1': './write-historian/run.ts',
  'write-parquet@1': './write-parquet/run.ts',
}

/** block@version of everything this process can run. */
export function blockRunKeys(): string[] {
  return Object.keys(files)
}

/** Path of the file with a block's run half. */
export function blockRunFile(key: string): string | undefined {
  return Object.hasOwn(files, key) ? fileURLToPath(new URL(files[key], import.meta.url)) : undefined
}

const loaded = new Map<string, BlockRun>()

/** Remembered: to find a module again costs more than a small block. */
export async function loadBlockRun(key: string): Promise<BlockRun | undefined> {
  const known = loaded.get(key)
  const file = blockRunFile(key)
  if (known || !file) return known
  const block = (await import(file)) as BlockRun
  loaded.set(key, block)
  return block
}
