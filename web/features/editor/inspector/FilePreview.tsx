import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setConfig } from '#pipeline/edit.ts'
import { PreviewTable } from '../../../components/data/PreviewTable.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { refusalText } from '../../../lib/refusal-text.ts'
import { trpcClient } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useEditor } from '../state/EditorContext.tsx'

/** How the reader understands the file, and its first rows; what it found can be kept and corrected. */
export function FilePreview({ node }: { node: string }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store, projectId } = useEditor()
  const look = useMutation({
    mutationFn: () => {
      const item = store.getState().document.nodes.find(({ id }) => id === node)!
      // What was found before is looked for anew.
      const config = { ...item.config }
      delete config.detected
      return trpcClient.datasets.preview.query({
        projectId,
        block: item.block,
        version: item.version,
        config,
        rows: 20,
      })
    },
    onSuccess: ({ config }) => {
      if (config) store.getState().edit((document) => setConfig(document, node, config))
    },
  })
  const { page, refused } = look.data ?? {}
  return (
    <>
      <Group mt={6}>
        <Button size="compact-sm" variant="light" loading={look.isPending} onClick={() => look.mutate()}>
          {t('file.look')}
        </Button>
      </Group>
      {look.error && <ProblemNote error={look.error} />}
      {refused && (
        <Text size="sm" c="var(--ecoki-alarm)" role="alert">
          {refusalText(refused, language).message}
        </Text>
      )}
      {page && <PreviewTable page={page} label={t('file.rows')} />}
    </>
  )
}
