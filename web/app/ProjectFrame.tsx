import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../components/Page.tsx'
import { EmptyNote } from '../components/EmptyNote.tsx'
import { useLiveEvents } from '../lib/live.ts'
import { rememberProject, useProjectId } from '../lib/project.ts'
import { useMe } from '../lib/session.ts'
import { Frame } from './Frame.tsx'
import { SessionGate } from './SessionGate.tsx'

/** The frame around the pages of a project. */
export function ProjectFrame() {
  return (
    <SessionGate>
      <OwnProject />
    </SessionGate>
  )
}

function OwnProject() {
  const { t } = useTranslation(['frame', 'refusals'])
  const projectId = useProjectId()
  const isOwn = useMe().data?.projects.some(({ id }) => id === projectId) ?? false
  useEffect(() => {
    if (isOwn) rememberProject(projectId)
  }, [isOwn, projectId])
  useLiveEvents(isOwn ? projectId : undefined)
  return (
    <Frame projectId={isOwn ? projectId : undefined}>
      {isOwn ? (
        <Outlet />
      ) : (
        <Page title={t('project')}>
          <EmptyNote text={t('refusals:project-unknown')} hint={t('refusals:project-unknown.remedy')} />
        </Page>
      )}
    </Frame>
  )
}
