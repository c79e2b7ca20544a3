/** The spec halves of all blocks: what gateway, command line and editor know. One line per version, alphabetical. */
import { makeCatalog } from '#pipeline/block-spec.ts'

export const catalog = makeCatalog([
])
