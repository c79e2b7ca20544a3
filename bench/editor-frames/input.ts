/** What the benchmark and both pages tell each other. */
import type { BlockDescription } from '#pipeline/block-description.ts'
import type { PipelineDocument } from '#pipeline/document.ts'

export type Gesture = 'pan' | 'zoom' | 'drag'

export interface BenchWindow {
  /** Put there by the benchmark before the page begins. */
  input: { document: PipelineDocument; blocks: BlockDescription[] }
  /** Put there by the page. */
  framesOf(gesture: Gesture, count: number): Promise<number[]>
  view: { fit(): void; zoom(factor: number): void }
}

export function benchWindow(): BenchWindow {
  return globalThis as unknown as BenchWindow
}
