import type { PipelineDocument } from '#pipeline/document.ts'
import { useBeginPipeline } from '../../components/use-begin-pipeline.ts'
import { newPipelineId } from '../../lib/pipeline-id.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { Template } from './Templates.tsx'

/** Makes a pipeline of one's own from a template, and opens it, or runs it at once. */
export function useTemplate(template: Template) {
  const language = useLanguage()
  return useBeginPipeline(() => {
    const name = template.title[language]
    return { ...(template.document as PipelineDocument), id: newPipelineId(name), name }
  })
}
