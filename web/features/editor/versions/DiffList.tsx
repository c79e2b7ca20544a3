import { Code, List, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DocumentDiff, FieldChange } from '#pipeline/document-diff.ts'

/** What differs between two documents, in words. */
export function DiffList({ diff }: { diff: DocumentDiff }) {
  const { t } = useTranslation('editor')
  const { nodes, edges, parameters, layout } = diff
  const known = new Set([...nodes.added, ...nodes.removed].map(({ id }) => id))
  const moved = layout.moved.filter((id) => !known.has(id))
  if (diff.isSame) return <Text size="sm">{t('diff.same')}</Text>
  return (
    <List size="sm" spacing={2} className="ecoki-diff">
      {diff.settings.map((change) => (
        <Change key={change.path.join('.')} change={change} />
      ))}
      {nodes.added.map(({ id }) => (
        <List.Item key={`+${id}`}>{t('diff.nodeAdded', { node: id })}</List.Item>
      ))}
      {nodes.removed.map(({ id }) => (
        <List.Item key={`-${id}`}>{t('diff.nodeRemoved', { node: id })}</List.Item>
      ))}
      {nodes.changed.map(({ node, fields }) => (
        <List.Item key={`~${node}`}>
          {t('diff.nodeChanged', { node })}
          <List size="sm">
            {fields.map((change) => (
              <Change key={change.path.join('.')} change={change} />
            ))}
          </List>
        </List.Item>
      ))}
      {edges.added.map(({ from, to }) => (
        <List.Item key={`+${JSON.stringify([from, to])}`}>
          {t('diff.edgeAdded', { from: `${from.node}.${from.port}`, to: `${to.node}.${to.port}` })}
        </List.Item>
      ))}
      {edges.removed.map(({ from, to }) => (
        <List.Item key={`-${JSON.stringify([from, to])}`}>
          {t('diff.edgeRemoved', { from: `${from.node}.${from.port}`, to: `${to.node}.${to.port}` })}
        </List.Item>
      ))}
      {[...parameters.added, ...parameters.removed, ...parameters.changed].map(({ name }) => (
        <List.Item key={`p${name}`}>{t('diff.parameter', { name })}</List.Item>
      ))}
      {diff.accepted.added.length + diff.accepted.removed.length > 0 && (
        <List.Item>{t('diff.accepted')}</List.Item>
      )}
      {moved.length + layout.notes.length + layout.groups.length > 0 && (
        <List.Item>{t('diff.layout', { count: moved.length })}</List.Item>
      )}
    </List>
  )
}

function Change({ change: { path, before, after } }: { change: FieldChange }) {
  return (
    <List.Item>
      {path.filter((key, index) => index > 0 || key !== 'config').join('.')}: <Code>{short(before)}</Code> →{' '}
      <Code>{short(after)}</Code>
    </List.Item>
  )
}

function short(value: unknown): string {
  if (value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}
