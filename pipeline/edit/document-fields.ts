/** What belongs to the document as a whole: its name, its parameters, warnings that people accept. */
import type { PipelineDocument } from '#pipeline/document.ts'
import { recordOf } from './names.ts'

export type Acceptance = PipelineDocument['accepted'][number]
export type Parameter = PipelineDocument['parameters'][string]

/** A blank name changes nothing. */
export function renamePipeline(document: PipelineDocument, name: string): PipelineDocument {
  const trimmed = name.trim().slice(0, 200)
  return trimmed === '' || trimmed === document.name ? document : { ...document, name: trimmed }
}

/** A later acceptance of the same warning takes the place of the earlier one. */
export function acceptWarning(document: PipelineDocument, item: Acceptance): PipelineDocument {
  return { ...document, accepted: [...withoutAcceptance(document, item), item] }
}

export function withdrawAcceptance(
  document: PipelineDocument,
  item: Pick<Acceptance, 'code' | 'node' | 'port'>,
): PipelineDocument {
  const accepted = withoutAcceptance(document, item)
  return accepted.length === document.accepted.length ? document : { ...document, accepted }
}

function withoutAcceptance(
  document: PipelineDocument,
  { code, node, port }: Pick<Acceptance, 'code' | 'node' | 'port'>,
): Acceptance[] {
  return document.accepted.filter(
    (item) => item.code !== code || item.node !== node || (item.port ?? port) !== port,
  )
}

export function setParameter(
  document: PipelineDocument,
  name: string,
  parameter: Parameter,
): PipelineDocument {
  const entries = Object.entries(document.parameters).filter(([key]) => key !== name)
  return { ...document, parameters: recordOf([...entries, [name, parameter]]) }
}

export function deleteParameter(document: PipelineDocument, name: string): PipelineDocument {
  const entries = Object.entries(document.parameters).filter(([key]) => key !== name)
  return entries.length === Object.keys(document.parameters).length
    ? document
    : { ...document, parameters: recordOf(entries) }
}
