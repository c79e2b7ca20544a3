import { Button, FileButton, Group, Input, Select, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { FieldProps } from '@rjsf/utils'
import { IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRef } from '#pipeline/file-ref.ts'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { formatBytes } from '../../../lib/format.ts'
import { trpc } from '../../../lib/trpc.ts'
import { uploadFile } from '../../../lib/upload-file.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { FilePreview } from './FilePreview.tsx'
import type { FormContext } from './form-context.ts'

/** A reader's file: brought from this computer, or one that is there already. */
export function FileField({ formData, onChange, schema, registry, fieldPathId }: FieldProps) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { projectId, isReadOnly, node } = registry.formContext as FormContext
  const files = useQuery(trpc.datasets.files.queryOptions({ projectId }))
  const reset = useRef<() => void>(null)
  const take = (file: FileRef) => onChange(file, fieldPathId.path)
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(projectId, file),
    onSuccess: (file) => {
      take(file)
      void files.refetch()
    },
    onSettled: () => reset.current?.(),
  })
  const known = files.data ?? []
  const chosen = isFileRef(formData) ? formData : undefined
  return (
    <Input.Wrapper size="xs" label={schema.title} withAsterisk labelElement="div">
      <Group gap={6} mb={6} wrap="nowrap">
        <FileButton resetRef={reset} onChange={(file) => file && upload.mutate(file)} disabled={isReadOnly}>
          {(button) => (
            <Button
              {...button}
              size="compact-sm"
              variant="default"
              loading={upload.isPending}
              leftSection={<IconUpload size={14} aria-hidden />}
            >
              {t('file.upload')}
            </Button>
          )}
        </FileButton>
        <Select
          className="ecoki-grow"
          size="xs"
          aria-label={t('file.known')}
          placeholder={t('file.known')}
          data={known.map(({ id, file }) => ({ value: id, label: file.name }))}
          value={known.find(({ file }) => file.hash === chosen?.hash)?.id ?? null}
          disabled={isReadOnly}
          searchable
          onChange={(id) => {
            const found = known.find((file) => file.id === id)
            if (found) take(found.file)
          }}
        />
      </Group>
      {chosen && (
        <Text size="xs" c="dimmed">
          {chosen.name} · {formatBytes(chosen.bytes, language)}
        </Text>
      )}
      {typeof formData === 'string' && (
        <TextInput
          size="xs"
          readOnly
          label={t('file.path')}
          description={t('file.pathHelp')}
          value={formData}
        />
      )}
      {upload.error && <ProblemNote error={upload.error} />}
      {chosen && <FilePreview node={node} />}
    </Input.Wrapper>
  )
}

function isFileRef(value: unknown): value is FileRef {
  return typeof value === 'object' && value !== null && 'hash' in value && 'name' in value
}
