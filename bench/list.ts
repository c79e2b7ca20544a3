import { apiLoad } from './api-load.ts'
import { chain } from './chain.ts'
import { coldStart } from './cold-start.ts'
import { editorFrames } from './editor-frames.ts'
import { compileBig } from './compile.ts'
import type { Benchmark } from './figure.ts'
import { opcUa } from './opc-ua.ts'
import { ingestWriter } from './ingest-writer.ts'
import { overload } from './overload.ts'
import { preprocess } from './preprocess.ts'
import { readCsvFile } from './read-csv.ts'
import { readCsvMemory } from './read-csv-memory.ts'
import { wideTable } from './wide-table.ts'

export const benchmarks: Benchmark[] = [
  chain,
  wideTable,
  readCsvFile,
  readCsvMemory,
  preprocess,
  compileBig,
  coldStart,
  editorFrames,
  ingestWriter,
  overload,
  apiLoad,
  opcUa,
]
