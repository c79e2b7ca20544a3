import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconTableShare } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PipelineNode } from '#pipeline/document.ts'
import { connect, disconnect } from '#pipeline/edit.ts'
import { PortMark } from '../../../components/pipeline-graph/PortMark.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { openData } from '../data/open-data.ts'
import { specOf } from '../state/catalog.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import type { Editor } from '../state/EditorContext.tsx'
import { judgeWire } from '../canvas/wiring.ts'

/** The node's inputs and outputs: wires by choosing, without a mouse. */
export function NodeWires({ node }: { node: PipelineNode }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const editor = useEditor()
  const spec = specOf(editor.catalog, node)
  if (!spec) return null
  return (
    <Stack gap="xs" component="section" aria-label={t('wires.title')}>
      {spec.inputs.map((port) => (
        <InputSelect key={port.name} node={node.id} port={port} title={port.title[language]} />
      ))}
      {spec.outputs.map((port) => (
        <Group key={port.name} gap={6} wrap="nowrap">
          <PortMark type={port.type} />
          <Text size="xs" className="ecoki-grow">
            {t('wires.output', { port: port.title[language], type: t(`type.${port.type}`) })}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconTableShare size={13} aria-hidden />}
            aria-label={t('data.openOf', { node: node.id, port: port.title[language] })}
            onClick={() => openData({ node: node.id, port: port.name })}
          >
            {t('data.open')}
          </Button>
        </Group>
      ))}
    </Stack>
  )
}

interface InputProps {
  node: string
  port: { name: string; type: string; optional?: boolean }
  title: string
}

export function InputSelect({ node, port, title }: InputProps) {
  const { t } = useTranslation('editor')
  const editor = useEditor()
  const document = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const to = { node, port: port.name }
  const current = document.edges.find((edge) => edge.to.node === node && edge.to.port === port.name)
  const choose = (value: string | null) =>
    editor.store.getState().edit((now) => {
      if (value !== null) return connect(now, { from: JSON.parse(value) as typeof to, to })
      return current ? disconnect(now, [current]) : now
    })
  return (
    <Select
      size="xs"
      label={t('wires.input', { port: title, type: t(`type.${port.type}` as 'type.table') })}
      placeholder={port.optional ? t('wires.optional') : t('wires.none')}
      data={sources(editor, to)}
      value={current ? JSON.stringify(current.from) : null}
      clearable
      searchable
      disabled={isReadOnly}
      onChange={choose}
    />
  )
}

/** Outputs that the input takes. */
function sources(editor: Editor, to: { node: string; port: string }) {
  return editor.store.getState().document.nodes.flatMap((node) =>
    (specOf(editor.catalog, node)?.outputs ?? [])
      .map((port) => ({ node: node.id, port: port.name }))
      .filter((from) => judgeWire(editor, { from, to }).ok)
      .map((from) => ({ value: JSON.stringify(from), label: `${from.node} · ${from.port}` })),
  )
}
