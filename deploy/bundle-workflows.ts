/** Bundles the workflows into the cache folder that is named: an image brings them along. */
import { provideWorkflowBundle } from '#activities/workflow-bundle.ts'

await provideWorkflowBundle(process.argv[2])
