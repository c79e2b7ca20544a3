import { Button, Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { IconBook } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineNode } from '#pipeline/document.ts'
import { canRename, renameNode, setConfig, setDisabled } from '#pipeline/edit.ts'
import { Markdown } from '../../../components/Markdown.tsx'
import { BlockIcon } from '../../../components/pipeline-graph/BlockIcon.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { IssueCard } from '../problems/IssueCard.tsx'
import { StepDetails } from '../run/StepDetails.tsx'
import { UpgradeNote } from '../upgrade/UpgradeNote.tsx'
import { useEditor, useEditorState, useNode } from '../state/EditorContext.tsx'
import { chosen, onlyNode } from '../state/selection.ts'
import { ConfigForm } from './ConfigForm.tsx'
import { DocumentSettings } from './DocumentSettings.tsx'
import { focusField } from './focus-field.ts'
import { inputColumns } from './input-columns.ts'
import { NodeWires } from './NodeWires.tsx'

/** Everything about the one node that is chosen, or about the pipeline. */
export function Inspector() {
  const { t } = useTranslation('editor')
  const selection = useEditorState((state) => state.selection)
  const id = onlyNode(selection)
  const count = selection.nodes.size + selection.notes.size + selection.edges.size
  if (id !== undefined) return <NodeInspector key={id} id={id} />
  if (count > 0)
    return (
      <Text p="md" size="sm" c="dimmed">
        {t('selection.count', { count })}
      </Text>
    )
  return <DocumentSettings />
}

function NodeInspector({ id }: { id: string }) {
  const node = useNode(id)
  const place = useRef<HTMLDivElement>(null)
  const focus = useEditorState((state) => state.focus)
  useEffect(() => {
    if (focus?.node === id && place.current) focusField(place.current, focus.field)
  }, [focus, id])
  if (!node) return null
  return (
    <Stack gap="md" p="sm" ref={place}>
      <NodeHead node={node} />
      <UpgradeNote node={node} />
      <StepDetails node={id} />
      <NodeConfig node={node} />
      {/* Below the settings: it comes late, and must not push away the field that is being filled in. */}
      <NodeProblems id={id} />
      <NodeWires node={node} />
    </Stack>
  )
}

function NodeHead({ node }: { node: PipelineNode }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store, catalog } = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [isOpen, setOpen] = useState(false)
  const spec = catalog.find(node.block, node.version)?.spec
  return (
    <Stack gap="xs">
      <Group gap={8} wrap="nowrap">
        <BlockIcon name={spec?.icon ?? ''} size={20} />
        <Title order={2} size="h4" className="ecoki-grow">
          {spec?.title[language] ?? node.block}
        </Title>
      </Group>
      <Text size="xs" c="dimmed" title={t('node.version')}>
        {node.block}@{node.version}
      </Text>
      <NameField id={node.id} isReadOnly={isReadOnly} />
      <Group justify="space-between">
        <Switch
          size="xs"
          label={t('node.enabled')}
          checked={!node.disabled}
          disabled={isReadOnly}
          onChange={(event) => {
            const isOn = event.currentTarget.checked
            store.getState().edit((document) => setDisabled(document, new Set([node.id]), !isOn))
          }}
        />
        {spec && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconBook size={14} aria-hidden />}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('node.docs')}
          </Button>
        )}
      </Group>
      {isOpen && spec && <Markdown text={spec.docs[language]} />}
    </Stack>
  )
}

/** Renames when it is left or on Enter; a name that cannot be is said at once. */
function NameField({ id, isReadOnly }: { id: string; isReadOnly: boolean }) {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const [typed, setTyped] = useState(id)
  const isWrong = typed !== id && !canRename(store.getState().document, id, typed)
  const keep = () => {
    if (typed === id || isWrong) return setTyped(id)
    store.getState().edit((document) => renameNode(document, id, typed))
    store.getState().select(chosen({ nodes: [typed] }))
  }
  return (
    <TextInput
      size="xs"
      label={t('node.name')}
      value={typed}
      maxLength={100}
      readOnly={isReadOnly}
      error={isWrong ? t('node.nameTaken') : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  )
}

function NodeProblems({ id }: { id: string }) {
  const { t } = useTranslation('editor')
  const issues = useEditorState((state) => state.check.byNode.get(id))
  if (!issues || issues.length === 0) return null
  return (
    <section aria-label={t('problems.title')}>
      <ul className="ecoki-issues">
        {issues.map((issue, index) => (
          <IssueCard key={`${issue.code} ${issue.port} ${issue.field} ${index}`} issue={issue} isAtItsPlace />
        ))}
      </ul>
    </section>
  )
}

const noIssues: never[] = []

function NodeConfig({ node }: { node: PipelineNode }) {
  const { t } = useTranslation('editor')
  const { store, catalog, projectId } = useEditor()
  const document = useEditorState((state) => state.document)
  const schemas = useEditorState((state) => state.check.schemas)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const issues = useEditorState((state) => state.check.byNode.get(node.id)) ?? noIssues
  const block = catalog.find(node.block, node.version)
  if (!block)
    return <Text size="sm">{t('node.unknownBlock', { block: `${node.block}@${node.version}` })}</Text>
  return (
    <section aria-label={t('node.settings')}>
      <ConfigForm
        block={block}
        config={node.config}
        issues={issues}
        context={{
          columns: inputColumns(document, schemas, node.id),
          parameters: Object.keys(document.parameters),
          projectId,
          node: node.id,
          block: { id: node.block, version: node.version },
          isReadOnly,
        }}
        onChange={(config, field) =>
          store.getState().edit((now) => setConfig(now, node.id, config), `config ${node.id} ${field}`)
        }
      />
    </section>
  )
}
