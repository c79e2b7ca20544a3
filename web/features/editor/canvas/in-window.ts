/** Where a small window opens that belongs to a point: beside it, and never past the edge. */
import type { Position } from '#pipeline/edit.ts'

const size = { width: 360, height: 360 }

export function inWindow({ x, y }: Position): { left: number; top: number } {
  return {
    left: Math.max(8, Math.min(x, window.innerWidth - size.width)),
    top: Math.max(8, Math.min(y, window.innerHeight - size.height)),
  }
}
