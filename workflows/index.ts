/** Every workflow there is; their names are kept for ever because histories hold them. */
export { batchRun } from './batch-run.ts'
export { exportTable, inspectReader, previewReader } from './desk.ts'
