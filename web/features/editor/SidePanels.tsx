import { Badge, ScrollArea, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { showSide, useUi } from './commands/ui.ts'
import type { SidePanel } from './commands/ui.ts'
import { Inspector } from './inspector/Inspector.tsx'
import { ProblemsPanel } from './problems/ProblemsPanel.tsx'
import { openIssues } from './state/check-result.ts'
import { useEditorState } from './state/EditorContext.tsx'
import type { Opened } from './state/open-pipeline.ts'
import { VersionsPanel } from './versions/VersionsPanel.tsx'

/** On the right: what is chosen, what is wrong, what was before. */
export function SidePanels({ start }: { start: Opened }) {
  const { t } = useTranslation('editor')
  const side = useUi((state) => state.side)
  const open = useEditorState((state) => openIssues(state.check.issues).length)
  const hasErrors = useEditorState((state) => state.check.issues.some(({ severity }) => severity === 'error'))
  return (
    <Tabs
      value={side}
      onChange={(next) => next && showSide(next as SidePanel)}
      className="ecoki-side"
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="inspector">{t('side.inspector')}</Tabs.Tab>
        <Tabs.Tab
          value="problems"
          rightSection={
            open > 0 && (
              <Badge size="sm" circle={open < 10} variant="filled" color={hasErrors ? 'red.9' : 'gray.7'}>
                {open}
              </Badge>
            )
          }
        >
          {t('side.problems')}
        </Tabs.Tab>
        <Tabs.Tab value="versions">{t('side.versions')}</Tabs.Tab>
      </Tabs.List>
      <ScrollArea className="ecoki-grow" type="auto">
        <Tabs.Panel value="inspector">
          <Inspector />
        </Tabs.Panel>
        <Tabs.Panel value="problems">
          <ProblemsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsPanel start={start} />
        </Tabs.Panel>
      </ScrollArea>
    </Tabs>
  )
}
