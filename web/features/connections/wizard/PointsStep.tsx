import { Button, Group, Stack, Tabs, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BrowseFolder } from './BrowseFolder.tsx'
import { PasteAddresses } from './PasteAddresses.tsx'
import type { Connect } from './use-connect.ts'

/** Which of the machine's points are wanted: ticked in its own tree, or pasted. */
export function PointsStep({ connect, onNext }: { connect: Connect; onNext(): void }) {
  const { t } = useTranslation('connections')
  const { candidates, setCandidates, machine, protocol, test } = connect
  const canBrowse = protocol !== 'modbus' && test.data?.canBrowse !== false
  return (
    <Stack gap="md" pt="sm">
      <Tabs defaultValue={canBrowse ? 'browse' : 'paste'} keepMounted={false}>
        <Tabs.List>
          {canBrowse && <Tabs.Tab value="browse">{t('browse')}</Tabs.Tab>}
          <Tabs.Tab value="paste">{t('paste')}</Tabs.Tab>
        </Tabs.List>
        {canBrowse && (
          <Tabs.Panel value="browse" pt="sm">
            <BrowseFolder {...{ machine, candidates, setCandidates }} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="paste" pt="sm">
          <PasteAddresses connect={connect} />
        </Tabs.Panel>
      </Tabs>
      <Group gap="sm">
        <Button disabled={candidates.length === 0} onClick={onNext}>
          {t('next')}
        </Button>
        <Text size="sm" role="status">
          {t('chosen', { count: candidates.length })}
        </Text>
        {candidates.length > 0 && (
          <Button variant="subtle" color="gray" onClick={() => setCandidates([])}>
            {t('chooseNone')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
