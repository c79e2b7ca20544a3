import {
  Badge,
  Button,
  Checkbox,
  Group,
  ScrollArea,
  Select,
  Stack,
  Switch,
  Table,
  Text,
  Title,
} from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addNode, deleteNodes, disconnect, newNode, setDisabled } from '#pipeline/edit.ts'
import type { PipelineNode } from '#pipeline/document.ts'
import { edgeKey } from '#pipeline/edit.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { InputSelect } from '../inspector/NodeWires.tsx'
import { StepDetails } from '../run/StepDetails.tsx'
import { specOf } from '../state/catalog.ts'
import { openIssues } from '../state/check-result.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { chosen } from '../state/selection.ts'

const firstRows = 200

/** The pipeline as two tables: everything that the canvas can, without a mouse and without seeing. */
export function TableView() {
  const { t } = useTranslation('editor')
  const nodes = useEditorState((state) => state.document.nodes)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [count, setCount] = useState(firstRows)
  return (
    <ScrollArea h="100%" className="ecoki-tables" type="auto">
      <Stack gap="md" p="md">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t('table.nodes')}
          </Title>
          {!isReadOnly && <AddBlock />}
        </Group>
        <Table fz="sm" miw={960} verticalSpacing={6} aria-label={t('table.nodes')}>
          <Table.Thead>
            <Table.Tr>
              {(['choose', 'name', 'block', 'inputs', 'state', 'on', 'actions'] as const).map((column) => (
                <Table.Th key={column}>{t(`table.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nodes.slice(0, count).map((node) => (
              <NodeRow key={node.id} node={node} />
            ))}
          </Table.Tbody>
        </Table>
        {nodes.length > count && (
          <Button variant="default" size="xs" onClick={() => setCount(count + firstRows)}>
            {t('table.more', { count: nodes.length - count })}
          </Button>
        )}
        <Title order={2} size="h4">
          {t('table.wires')}
        </Title>
        <WireTable />
      </Stack>
    </ScrollArea>
  )
}

function AddBlock() {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store, catalog } = useEditor()
  const add = (key: string | null) => {
    const block = catalog.newest.find((item) => item.key === key)
    if (!block) return
    const { document } = store.getState()
    const node = newNode(document, block.spec)
    const right = Math.max(0, ...Object.values(document.layout.positions).map(({ x }) => x + 300))
    store.getState().edit((now) => addNode(now, node, { x: right, y: 0 }))
    store.getState().select(chosen({ nodes: [node.id] }))
  }
  return (
    <Select
      size="xs"
      w={260}
      searchable
      aria-label={t('command.addBlock')}
      placeholder={t('command.addBlock')}
      data={catalog.newest.map(({ key, spec }) => ({ value: key, label: spec.title[language] }))}
      value={null}
      onChange={add}
    />
  )
}

function NodeRow({ node }: { node: PipelineNode }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store, catalog } = useEditor()
  const isSelected = useEditorState((state) => state.selection.nodes.has(node.id))
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const issues = openIssues(useEditorState((state) => state.check.byNode.get(node.id)) ?? [])
  const spec = specOf(catalog, node)
  const only = new Set([node.id])
  return (
    <Table.Tr data-selected={isSelected || undefined}>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={t('table.chooseOf', { node: node.id })}
          checked={isSelected}
          onChange={() => toggle(store, node.id)}
        />
      </Table.Td>
      <Table.Th scope="row">
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => store.getState().select(chosen({ nodes: [node.id] }))}
        >
          {node.id}
        </Button>
      </Table.Th>
      <Table.Td>{spec?.title[language] ?? node.block}</Table.Td>
      <Table.Td miw={220}>
        {spec?.inputs.map((port) => (
          <InputSelect key={port.name} node={node.id} port={port} title={port.title[language]} />
        ))}
      </Table.Td>
      <Table.Td miw={130}>
        {issues.length > 0 && (
          <Badge color={issues[0].severity === 'error' ? 'red.9' : 'gray.7'} tt="none">
            {t('problems.count', { count: issues.length })}
          </Badge>
        )}
        <StepDetails node={node.id} />
      </Table.Td>
      <Table.Td>
        <Switch
          size="xs"
          aria-label={t('table.onOf', { node: node.id })}
          checked={!node.disabled}
          disabled={isReadOnly}
          onChange={(event) => {
            const isOn = event.currentTarget.checked
            store.getState().edit((document) => setDisabled(document, only, !isOn))
          }}
        />
      </Table.Td>
      <Table.Td>
        {!isReadOnly && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('table.deleteOf', { node: node.id })}
            onClick={() => store.getState().edit((document) => deleteNodes(document, only))}
          >
            {t('delete')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function toggle(store: ReturnType<typeof useEditor>['store'], id: string): void {
  const { selection } = store.getState()
  const nodes = new Set(selection.nodes)
  if (!nodes.delete(id)) nodes.add(id)
  store.getState().select({ ...selection, nodes })
}

function WireTable() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const edges = useEditorState((state) => state.document.edges)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  if (edges.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('table.noWires')}
      </Text>
    )
  return (
    <Table fz="sm" verticalSpacing={4} aria-label={t('table.wires')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('table.from')}</Table.Th>
          <Table.Th>{t('table.to')}</Table.Th>
          <Table.Th>{t('table.actions')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {edges.slice(0, 1_000).map((edge) => (
          <Table.Tr key={edgeKey(edge)}>
            <Table.Td>{`${edge.from.node} · ${edge.from.port}`}</Table.Td>
            <Table.Td>{`${edge.to.node} · ${edge.to.port}`}</Table.Td>
            <Table.Td>
              {!isReadOnly && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('table.deleteWire', { from: edge.from.node, to: edge.to.node })}
                  onClick={() => store.getState().edit((document) => disconnect(document, [edge]))}
                >
                  {t('delete')}
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
