import { Button, FileButton, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PreviewTable } from '../../components/data/PreviewTable.tsx'
import { Note } from '../../components/Note.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { formatBytes } from '../../lib/format.ts'
import { refusalText } from '../../lib/refusal-text.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { FileCorrections } from './FileCorrections.tsx'
import type { OwnData } from './use-own-data.ts'

/** A file of this computer or one that is there already; how it is read, to be corrected. */
export function FileSource({ own }: { own: OwnData['file'] }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const { chosen, preview, upload } = own
  const { page, refused } = preview.data ?? {}
  const refusal = refused && refusalText(refused, language)
  return (
    <Paper withBorder p="md">
      <Stack>
        <FileChoice own={own} />
        {upload.error && <ProblemNote error={upload.error} />}
        {chosen && (
          <>
            <Text size="sm" c="dimmed">
              {chosen.name} · {formatBytes(chosen.bytes, language)}
            </Text>
            <FileCorrections own={own} />
            {preview.isFetching && <PageLoading />}
            {preview.error && <ProblemNote error={preview.error} />}
            {refusal && (
              <Note tone="fault" role="alert" title={refusal.message}>
                <Text size="sm">{refusal.remedy}</Text>
              </Note>
            )}
            {page && <PreviewTable page={page} label={t('file.rows')} />}
          </>
        )}
      </Stack>
    </Paper>
  )
}

function FileChoice({ own: { known, chosen, choose, upload } }: { own: OwnData['file'] }) {
  const { t } = useTranslation('templates')
  return (
    <Group align="flex-end">
      <FileButton accept=".csv,.txt,.tsv,.parquet,.pq" onChange={(file) => file && upload.mutate(file)}>
        {(button) => (
          <Button {...button} loading={upload.isPending} leftSection={<IconUpload size={16} aria-hidden />}>
            {t('file.upload')}
          </Button>
        )}
      </FileButton>
      <Select
        label={t('file.known')}
        placeholder={t('file.choose')}
        data={known.map(({ id, file }) => ({ value: id, label: file.name }))}
        value={known.find(({ file }) => file.hash === chosen?.hash)?.id ?? null}
        searchable
        miw={280}
        onChange={(id) => {
          const found = known.find((file) => file.id === id)
          if (found) choose(found.file)
        }}
      />
    </Group>
  )
}
