import { Button, Group, Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { useProtocols } from '../use-connections.ts'
import type { Connect } from './use-connect.ts'

/** How the machine speaks. */
export function ProtocolStep({ connect, onNext }: { connect: Connect; onNext(): void }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const protocols = useProtocols()
  if (protocols.isPending) return <PageLoading />
  if (protocols.isError) return <ProblemNote error={protocols.error} />
  return (
    <Stack gap="md" maw={760} pt="sm">
      <Radio.Group label={t('protocol')} value={connect.protocol} onChange={connect.choose}>
        <Stack gap="xs" pt="xs">
          {protocols.data.map(({ protocol, title, description }) => (
            <Radio
              key={protocol}
              {...{ value: protocol, label: title[language], description: description[language] }}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group>
        <Button disabled={!connect.protocol} onClick={onNext}>
          {t('next')}
        </Button>
      </Group>
    </Stack>
  )
}
