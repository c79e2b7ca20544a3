/** Answers of the gateway under their own types: the client writes them anew, since JSON could have changed them; these are JSON. */
import type { BlockDescription } from '#pipeline/block-description.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Outputs } from '../../../lib/trpc.ts'

type AnsweredDocument = Outputs['pipelines']['get']['document']

export function documentOf(answer: AnsweredDocument): PipelineDocument {
  return answer as unknown as PipelineDocument
}

export function blocksOf(answer: Outputs['blocks']['catalog']): readonly BlockDescription[] {
  return answer as unknown as readonly BlockDescription[]
}
