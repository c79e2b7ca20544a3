/** Blocks as programs see them. */
import type { Language } from './types.ts'

/** A version of a block: what it takes, makes and needs. */
export interface BlockDescription {
  /** id@version */
  key: string
  spec: BlockSpec
  /** JSON schema (draft-07) of the config. */
  configSchema: Record<string, unknown>
  example?: { config?: unknown; note: Record<Language, string> }
}

export interface BlockSpec {
  id: string
  version: number
  title: Record<Language, string>
  docs: Record<Language, string>
  /** Other words for it. */
  synonyms: Record<Language, string[]>
  category: string
  role: 'read' | 'transform' | 'fit' | 'apply' | 'score' | 'show' | 'write'
  /** What it changes: nothing, data of EcoKI, or something outside. */
  effect: 'none' | 'ecoki' | 'outside'
  modes: ('batch' | 'streaming')[]
  inputs: BlockPort[]
  outputs: BlockPort[]
  /** The config's field that holds a file. */
  fileField?: string
}

export interface BlockPort {
  name: string
  title: Record<Language, string>
  type: string
  optional?: boolean
}
