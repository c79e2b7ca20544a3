/** Names of the commands; their texts are `command.<id>`. */
export const commandIds = [
  ...([
    'save',
    'undo',
    'redo',
    'run',
    'runToHere',
    'runOnly',
    'copy',
    'paste',
    'duplicate',
    'delete',
  ] as const),
  ...(['selectAll', 'selectNone', 'toggleDisabled', 'group', 'ungroup', 'note', 'tidy', 'fit'] as const),
  ...(['zoomIn', 'zoomOut', 'addBlock', 'table', 'inspector', 'problems', 'versions', 'sheet'] as const),
] as const
export type CommandId = (typeof commandIds)[number]
