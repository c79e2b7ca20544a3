/** How large a node is drawn: known before it is, so that nothing jumps and the map is right at once. */
import type { BlockSpec } from '#pipeline/block-spec.ts'

export const cardWidth = 184
const headHeight = 40
const portHeight = 20
const footHeight = 20

export type CardSpec = Pick<BlockSpec, 'inputs' | 'outputs'>

export function cardHeight(spec: CardSpec | undefined): number {
  const rows = Math.max(spec?.inputs.length ?? 0, spec?.outputs.length ?? 0, 1)
  return headHeight + rows * portHeight + footHeight
}

/** Distance of a port's middle from the upper edge of its node. */
export function portTop(index: number): number {
  return headHeight + index * portHeight + portHeight / 2
}
