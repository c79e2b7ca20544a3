import { Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../components/EmptyNote.tsx'
import { Page } from '../components/Page.tsx'
import { firstProject } from '../lib/project.ts'
import { useMe } from '../lib/session.ts'
import { SessionGate } from './SessionGate.tsx'
import { Frame } from './Frame.tsx'

/** Sends people on to the project they worked in last. */
export function HomePage() {
  return (
    <SessionGate>
      <ToProject />
    </SessionGate>
  )
}

function ToProject() {
  const { t } = useTranslation()
  const projectId = firstProject(useMe().data?.projects ?? [])
  if (projectId) return <Navigate to="/p/$projectId" params={{ projectId }} replace />
  return (
    <Frame>
      <Page title={t('project')}>
        <EmptyNote text={t('noProject')} hint={t('noProjectHint')} />
      </Page>
    </Frame>
  )
}
