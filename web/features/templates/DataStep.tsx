import { Button, Group, Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../lib/use-language.ts'
import { FileSource } from './FileSource.tsx'
import { HistorianSource } from './HistorianSource.tsx'
import { Needed } from './Needed.tsx'
import type { OwnData, Source } from './use-own-data.ts'
import type { Template } from './WizardPage.tsx'

export interface DataStepProps {
  template: Template
  data: OwnData
  onNext(): void
}

const sources: Source[] = ['file', 'historian', 'bundled']

/** Which data the template is to use. */
export function DataStep({ template, data, onNext }: DataStepProps) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const needed = template.placeholders.map(({ title }) => title[language]).join(', ')
  return (
    <Stack mt="md">
      <Needed text={t('needs', { columns: needed })} />
      <Radio.Group
        label={t('source.label')}
        value={data.source}
        onChange={(next) => data.setSource(next as Source)}
      >
        <Stack gap="xs" mt="xs">
          {sources.map((source) => (
            <Radio
              key={source}
              value={source}
              label={t(`source.${source}`)}
              description={t(`source.${source}.hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {data.source === 'file' && <FileSource own={data.file} />}
      {data.source === 'historian' && <HistorianSource tags={data.tags} onChange={data.setTags} />}
      <Group justify="flex-end">
        <Button disabled={!data.isReady} onClick={onNext}>
          {t('next')}
        </Button>
      </Group>
    </Stack>
  )
}
