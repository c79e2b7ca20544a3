import { Code, List, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldChange } from '#pipeline/document-diff.ts'
import type { Outputs } from '../../lib/trpc.ts'

export type Comparison = Outputs['runs']['compare']

/** Whether anything that people decide is different. */
export function hasChanges({ parameters, settings, document }: Comparison): boolean {
  return parameters.length > 0 || settings.length > 0 || !document.sameMeaning
}

/** What people did differently, one line each. */
export function ChangeList({ comparison: { parameters, settings, document } }: { comparison: Comparison }) {
  const { t } = useTranslation('runs')
  const { nodes, edges } = document
  const wires = edges.added.length + edges.removed.length
  return (
    <List size="sm" spacing={2}>
      {[...parameters, ...settings].map((change) => (
        <ChangeItem key={change.path.join('.')} change={change} />
      ))}
      {nodes.added.map(({ id }) => (
        <List.Item key={id}>{t('nodeAdded', { node: id })}</List.Item>
      ))}
      {nodes.removed.map(({ id }) => (
        <List.Item key={id}>{t('nodeRemoved', { node: id })}</List.Item>
      ))}
      {nodes.changed.flatMap(({ node, fields }) =>
        fields.map((change) => (
          <ChangeItem key={`${node}.${change.path.join('.')}`} node={node} change={change} />
        )),
      )}
      {wires > 0 && <List.Item>{t('wiresChanged', { count: wires })}</List.Item>}
    </List>
  )
}

function ChangeItem({ node, change: { path, before, after } }: { node?: string; change: FieldChange }) {
  return (
    <List.Item>
      <Text span size="sm" fw={600}>
        {[node, ...path].filter(Boolean).join(' · ')}
      </Text>{' '}
      <Code>{shown(before)}</Code> → <Code>{shown(after)}</Code>
    </List.Item>
  )
}

function shown(value: unknown): string {
  return value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
}
