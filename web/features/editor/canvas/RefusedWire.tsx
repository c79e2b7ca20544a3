import { CloseButton, Group, Paper, Text } from '@mantine/core'
import { useClickOutside } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { inWindow } from './in-window.ts'
import type { PipelineEdge } from '#pipeline/document.ts'
import type { Position } from '#pipeline/edit.ts'
import type { IssueText } from '#pipeline/issue-texts.ts'
import { BridgeList } from '../problems/BridgeList.tsx'

export interface Refusal {
  edge: PipelineEdge
  text: IssueText
  screen: Position
}

/** Why a wire was refused where it was dropped, and the blocks that would close the gap. */
export function RefusedWire({ refusal, onClose }: { refusal: Refusal; onClose(): void }) {
  const { t } = useTranslation('editor')
  const ref = useClickOutside(onClose)
  return (
    <Paper
      ref={ref}
      className="ecoki-floating"
      shadow="md"
      withBorder
      p="sm"
      w={340}
      role="alertdialog"
      aria-label={t('refused.title')}
      style={inWindow(refusal.screen)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600}>
          {refusal.text.message}
        </Text>
        <CloseButton size="sm" autoFocus aria-label={t('close')} onClick={onClose} />
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {refusal.text.remedy}
      </Text>
      <BridgeList edge={refusal.edge} onDone={onClose} />
    </Paper>
  )
}
