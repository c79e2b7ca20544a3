import { Button, Group, Text } from '@mantine/core'
import { IconArrowUpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineNode } from '#pipeline/document.ts'
import { hasNewer } from '../state/catalog.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { UpgradeDialog } from './UpgradeDialog.tsx'

/** Says that there is a newer version of the node's block, and leads to what it would change. */
export function UpgradeNote({ node }: { node: PipelineNode }) {
  const { t } = useTranslation('editor')
  const { catalog } = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [isOpen, setOpen] = useState(false)
  if (!hasNewer(catalog, node)) return null
  return (
    <Group gap={6} justify="space-between">
      <Group gap={6} wrap="nowrap">
        <IconArrowUpCircle size={16} aria-hidden />
        <Text size="sm">{t('upgrade.there', { version: catalog.newestVersion(node.block) })}</Text>
      </Group>
      <Button size="compact-sm" variant="default" disabled={isReadOnly} onClick={() => setOpen(true)}>
        {t('upgrade.look')}
      </Button>
      {isOpen && <UpgradeDialog node={node} onClose={() => setOpen(false)} />}
    </Group>
  )
}
