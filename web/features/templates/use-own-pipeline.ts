import { useQuery } from '@tanstack/react-query'
import type { PipelineDocument } from '#pipeline/document.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { OwnColumns } from './use-own-columns.ts'
import type { OwnData } from './use-own-data.ts'
import type { Template } from './WizardPage.tsx'

/** The template on the chosen data as a document, with all that the gateway says to it. */
export function useOwnPipeline(template: Template, { source, reader }: OwnData, columns: OwnColumns) {
  const projectId = useProjectId()
  const language = useLanguage()
  const isBundled = source === 'bundled'
  const none = { block: '-', version: 1, config: {}, port: '-' }
  const filled = useQuery(
    trpc.resources.useTemplate.queryOptions(
      {
        ...{ projectId, template: template.id, reader: reader ?? none, units: columns.units },
        ...{ columns: columns.chosen, id: template.id, name: template.title[language] },
      },
      { enabled: !isBundled && reader !== undefined },
    ),
  )
  const made = isBundled ? template.document : (filled.data?.document ?? undefined)
  const check = useQuery(
    trpc.pipelines.check.queryOptions({ projectId, document: made }, { enabled: made !== undefined }),
  )
  return {
    document: made as PipelineDocument | undefined,
    problems: filled.data?.problems ?? [],
    issues: check.data?.issues.filter(({ accepted }) => accepted === undefined) ?? [],
    error: filled.error ?? check.error,
    isPending: (!isBundled && filled.isPending) || (made !== undefined && check.isPending),
  }
}
