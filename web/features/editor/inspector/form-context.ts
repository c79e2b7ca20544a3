/** What fields of the form know beyond their own value. */
import type { Column } from '#pipeline/ports.ts'

export interface FormContext {
  /** Of all tables that come in, each name once. */
  columns: readonly Column[]
  /** Names of the pipeline's parameters. */
  parameters: readonly string[]
  projectId: string
  node: string
  block: { id: string; version: number }
  isReadOnly: boolean
}
