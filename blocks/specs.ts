/** The spec halves of all blocks: what gateway, command line and editor know. One line per version, alphabetical. */
import { makeCatalog } from '#pipeline/block-spec.ts'
import { lag } from './lag/spec.ts'
import { select } from './select/spec.ts'

// prettier-ignore
export const catalog = makeCatalog([
  lag,
  select,
])
