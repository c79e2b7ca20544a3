import { Paper, Text } from '@mantine/core'
import { useLanguage } from '../../../lib/use-language.ts'
import { useConnection, useFlowStoreApi } from '../../../components/pipeline-graph/flow.ts'
import { useEditor } from '../state/EditorContext.tsx'
import { useWireFindings } from './wire-findings.ts'
import { judgeWire } from './wiring.ts'

/** While a wire is drawn: near the cursor, in words, why the input under it does not take it. */
export function WireHint() {
  const editor = useEditor()
  const language = useLanguage()
  const connection = useConnection()
  const flow = useFlowStoreApi()
  const from = connection.inProgress
    ? { node: connection.fromHandle.nodeId, port: connection.fromHandle.id ?? '' }
    : undefined
  const findings = useWireFindings(from)
  const to = connection.inProgress ? connection.toHandle : null
  if (!connection.inProgress || !from || !to || to.type !== 'target') return null
  const end = { node: to.nodeId, port: to.id ?? '' }
  const answer = judgeWire(editor, { from, to: end })
  const text = answer.ok ? findings.get(JSON.stringify(end))?.[0] : answer.text[language]
  if (!text) return null
  const [x, y, zoom] = flow.getState().transform
  const place = { left: connection.to.x * zoom + x + 16, top: connection.to.y * zoom + y + 16 }
  return (
    <Paper className="ecoki-wire-hint" shadow="md" p="xs" withBorder role="status" style={place}>
      <Text size="sm" fw={600} c={answer.ok ? undefined : 'var(--ecoki-alarm)'}>
        {text.message}
      </Text>
      <Text size="xs" c="dimmed">
        {text.remedy}
      </Text>
    </Paper>
  )
}
