import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setConfig } from '#pipeline/edit.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { fieldLabel } from '../inspector/field-texts.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'

/** Settings with which a leak is gone: the causal twin of what is drawn. */
export function RepairList({ node }: { node: string }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { projectId, store } = useEditor()
  const document = useEditorState((state) => state.document)
  const repairs = useQuery(
    trpc.pipelines.repairs.queryOptions({ projectId, document, node }, { staleTime: Infinity }),
  )
  return (
    <Stack gap={6} align="flex-start">
      {(repairs.data ?? []).map((repair) => (
        <Button
          key={JSON.stringify([repair.node, repair.field])}
          size="compact-sm"
          variant="light"
          onClick={() =>
            store
              .getState()
              .edit((now) =>
                repair.configs.reduce((drawn, { node: id, config }) => setConfig(drawn, id, config), now),
              )
          }
        >
          {t('repair.set', {
            node: repair.node,
            field: fieldLabel(repair.field, language),
            value: String(repair.after),
          })}
        </Button>
      ))}
    </Stack>
  )
}
