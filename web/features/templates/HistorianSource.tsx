import { Group, Paper, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TagRequest } from './own-reader.ts'
import { ZoneSelect } from './ZoneSelect.tsx'

export interface HistorianSourceProps {
  tags: TagRequest
  onChange(tags: TagRequest): void
}

/** Tags of the historian, by name. */
export function HistorianSource({ tags, onChange }: HistorianSourceProps) {
  const { t } = useTranslation('templates')
  return (
    <Paper withBorder p="md">
      <Stack>
        <Textarea
          label={t('tags.lines')}
          description={t('tags.hint')}
          placeholder={'hall.power [kW]\nair.flow [Nm³/h]'}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={20_000}
          value={tags.lines}
          onChange={(event) => onChange({ ...tags, lines: event.currentTarget.value })}
        />
        <Group align="flex-end">
          <TextInput
            label={t('tags.grid')}
            value={tags.grid}
            maxLength={20}
            w={210}
            onChange={(event) => onChange({ ...tags, grid: event.currentTarget.value })}
          />
          <ZoneSelect value={tags.zone} onChange={(zone) => onChange({ ...tags, zone })} />
        </Group>
      </Stack>
    </Paper>
  )
}
