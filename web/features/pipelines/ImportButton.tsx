import { Button, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'

const maxBytes = 4_000_000

/** Takes a pipeline from a file; always as a new one, so that nothing is overwritten. */
export function ImportButton() {
  const { t } = useTranslation('pipelines')
  const projectId = useProjectId()
  const load = useMutation(trpc.pipelines.import.mutationOptions({ onError: notifyProblem }))
  const take = async (file: File | null) => {
    if (!file) return
    if (file.size > maxBytes) return notifyDone(t('fileTooLarge'))
    const format = /\.ya?ml$/i.test(file.name) ? 'yaml' : 'json'
    const { issues } = await load.mutateAsync({ projectId, text: await file.text(), format, id: 'new' })
    await queryClient.invalidateQueries(trpc.pipelines.pathFilter())
    const wrong = issues.filter(({ severity }) => severity === 'error').length
    notifyDone(t(wrong ? 'importedWithIssues' : 'imported', { name: file.name, count: wrong }))
  }
  return (
    <FileButton accept=".json,.yaml,.yml" onChange={(file) => void take(file).catch(() => undefined)}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconUpload size={16} />} loading={load.isPending}>
          {t('import')}
        </Button>
      )}
    </FileButton>
  )
}
