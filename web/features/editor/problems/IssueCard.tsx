import { Button, Group, Paper, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { acceptWarning, withdrawAcceptance } from '#pipeline/edit.ts'
import type { Issue } from '#pipeline/issue.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { BridgeList } from './BridgeList.tsx'
import { jumpTo } from './jump.ts'
import { RepairList } from './RepairList.tsx'

/** One problem: where, what, what to do; what can be done by a click. */
export function IssueCard({ issue, isAtItsPlace }: { issue: Issue; isAtItsPlace?: boolean }) {
  const { t } = useTranslation('editor')
  const editor = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const edge = useEditorState((state) =>
    state.document.edges.find(({ to }) => to.node === issue.node && to.port === (issue.port ?? 'table')),
  )
  const [isAsked, setAsked] = useState(false)
  const isWarning = issue.severity === 'warning'
  const Mark = isWarning ? IconAlertTriangle : IconCircleX
  return (
    <Paper component="li" className="ecoki-issue" data-severity={issue.severity} withBorder p="xs">
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Mark
          size={16}
          className="ecoki-issue-mark"
          role="img"
          aria-label={t(`severity.${issue.severity}`)}
        />
        <div className="ecoki-issue-text">
          <Text size="sm">{issue.message}</Text>
          <Text size="xs" c="dimmed">
            {issue.remedy}
          </Text>
          {issue.accepted !== undefined && (
            <Text size="xs" fs="italic">
              {t('accept.reasonShown', { reason: issue.accepted })}
            </Text>
          )}
          <Group gap={6} mt={4}>
            {issue.node !== undefined && !isAtItsPlace && (
              <Button size="compact-xs" variant="default" onClick={() => jumpTo(editor, issue)}>
                {t('problems.show', { node: issue.node })}
              </Button>
            )}
            {edge && bridgeable.has(issue.code) && !isAsked && (
              <Button size="compact-xs" variant="default" onClick={() => setAsked(true)}>
                {t('bridge.ask')}
              </Button>
            )}
            {!isReadOnly && isWarning && issue.node !== undefined && (
              <Acceptance issue={issue} node={issue.node} />
            )}
          </Group>
          {isAsked && edge && <BridgeList edge={edge} />}
          {issue.code === 'leak' && issue.node !== undefined && !isReadOnly && (
            <RepairList node={issue.node} />
          )}
        </div>
      </Group>
    </Paper>
  )
}

/** Problems that another block before the input may solve. */
const bridgeable = new Set([
  ...['port-type', 'grid-uneven', 'grid-step', 'time-missing', 'column-nullable', 'column-missing'],
  ...['column-exists', 'leak', 'unit', 'column-type'],
])

function Acceptance({ issue, node }: { issue: Issue; node: string }) {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const [reason, setReason] = useState<string>()
  const item = { code: issue.code, node, ...(issue.port !== undefined && { port: issue.port }) }
  if (issue.accepted !== undefined)
    return (
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => store.getState().edit((document) => withdrawAcceptance(document, item))}
      >
        {t('accept.withdraw')}
      </Button>
    )
  if (issue.code === 'accepted-unused')
    return (
      <Button
        size="compact-xs"
        variant="default"
        onClick={() =>
          store
            .getState()
            .edit((document) => withdrawAcceptance(document, { ...item, code: String(issue.params.code) }))
        }
      >
        {t('accept.withdraw')}
      </Button>
    )
  if (reason === undefined)
    return (
      <Button size="compact-xs" variant="default" onClick={() => setReason('')}>
        {t('accept.start')}
      </Button>
    )
  return (
    <Group gap={6} w="100%">
      <Textarea
        size="xs"
        w="100%"
        autoFocus
        label={t('accept.reason')}
        value={reason}
        maxLength={2_000}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        size="compact-xs"
        disabled={reason.trim() === ''}
        onClick={() => {
          store.getState().edit((document) => acceptWarning(document, { ...item, reason: reason.trim() }))
          setReason(undefined)
        }}
      >
        {t('accept.do')}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => setReason(undefined)}>
        {t('cancel')}
      </Button>
    </Group>
  )
}
