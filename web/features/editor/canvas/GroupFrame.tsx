import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { renameGroup } from '#pipeline/edit.ts'
import type { NodeProps } from '../../../components/pipeline-graph/flow.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { chosen } from '../state/selection.ts'
import { groupPrefix } from './flow-model.ts'

/** The frame of a group: its title can be written, its handle chooses all members. */
export const GroupFrame = memo(function GroupFrame({ id, data }: NodeProps) {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const { title, nodes } = data as { title: string; nodes: string[] }
  const group = id.slice(groupPrefix.length)
  return (
    <div className="ecoki-group">
      <input
        className="nodrag ecoki-group-title"
        aria-label={t('group.title')}
        value={title}
        maxLength={200}
        readOnly={isReadOnly}
        onChange={(event) => {
          const wanted = event.currentTarget.value
          store.getState().edit((document) => renameGroup(document, group, wanted), `group ${group}`)
        }}
        onFocus={() => store.getState().select(chosen({ nodes }))}
      />
    </div>
  )
})
