/** Names that worker and clients must agree on; kept for ever. */
export const taskQueue = 'ecoki'
export const batchRunWorkflow = 'batchRun'
export const inspectWorkflow = 'inspectReader'
export const previewWorkflow = 'previewReader'
export const exportWorkflow = 'exportTable'
