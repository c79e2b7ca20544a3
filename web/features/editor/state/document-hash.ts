/** The hash of a document, reckoned once for each. */
import { canonicalJson } from '#pipeline/canonical-json.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { sha256Hex } from '#pipeline/hash.ts'

const known = new WeakMap<PipelineDocument, string>()

/** The same as the gateway's. */
export function documentHash(document: PipelineDocument): string {
  const before = known.get(document)
  if (before !== undefined) return before
  const hash = sha256Hex(canonicalJson(document))
  known.set(document, hash)
  return hash
}

/** Whether anything differs from what is saved. */
export function isDirty(
  document: PipelineDocument,
  base: { revision: number; document: PipelineDocument },
): boolean {
  if (base.revision === 0) return true
  return document !== base.document && documentHash(document) !== documentHash(base.document)
}
