import { memo } from 'react'
import { Wire } from '../../../components/pipeline-graph/Wire.tsx'
import type { EdgeProps } from '../../../components/pipeline-graph/flow.ts'
import { useStep } from '../run/shown-run.ts'

/** A wire on the canvas, with its rows where a run is shown. */
export const EditorWire = memo(function EditorWire(props: EdgeProps) {
  const rows = useStep(props.source)?.portRows[props.sourceHandleId ?? '']
  return <Wire {...props} data={{ rows }} />
})
