/** What commands may ask of the canvas that is open. */
import type { Position } from '#pipeline/edit.ts'

export interface CanvasView {
  /** Everything in sight. */
  fit(): void
  zoom(factor: number): void
  /** The middle of what is in sight. */
  centre(): Position
  /** Brings a node into sight and gives it the keyboard. */
  show(node: string): void
  /** The same, but only if it is out of sight. */
  reveal(node: string): void
}

let open: CanvasView | undefined

/** One canvas is open at a time; none while the table view is shown. */
export function setCanvas(view: CanvasView | undefined): void {
  open = view
}

export function canvas(): CanvasView | undefined {
  return open
}
