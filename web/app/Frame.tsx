import { Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { GatewayBanner } from '../components/GatewayBanner.tsx'
import { LanguageMenu } from '../components/LanguageMenu.tsx'
import { Logo } from '../components/Logo.tsx'
import { PageLoading } from '../components/PageLoading.tsx'
import { ThemeMenu } from '../components/ThemeMenu.tsx'
import { Tour } from '../components/tour/Tour.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { HelpMenu } from './HelpMenu.tsx'
import { ProjectMenu } from './ProjectMenu.tsx'

/** What stands around every page of those who are signed in; without a project there is nowhere to go but one's account. */
export function Frame({ projectId, children }: { projectId?: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="frame">
      <a className="frame-skip" href="#content">
        {t('skip')}
      </a>
      <header className="frame-header">
        <Logo />
        <ProjectMenu projectId={projectId} />
        {projectId ? <Navigation projectId={projectId} /> : <div className="frame-nav" />}
        <Group gap={4} wrap="nowrap">
          {projectId && <HelpMenu projectId={projectId} />}
          <LanguageMenu />
          <ThemeMenu />
          <AccountMenu projectId={projectId} />
        </Group>
      </header>
      <GatewayBanner />
      <main id="content" className="frame-main" tabIndex={-1}>
        <Suspense fallback={<PageLoading />}>{children}</Suspense>
      </main>
      {projectId && <Tour />}
    </div>
  )
}

function Navigation({ projectId }: { projectId: string }) {
  const { t } = useTranslation()
  const params = { projectId }
  return (
    <nav className="frame-nav" aria-label={t('navigation')}>
      <Link
        className="frame-link"
        to="/p/$projectId"
        params={params}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {t('navStart')}
      </Link>
      <Link
        className="frame-link"
        to="/p/$projectId/plant"
        params={params}
        activeOptions={{ includeSearch: false }}
      >
        {t('navPlant')}
      </Link>
      <Link
        className="frame-link"
        to="/p/$projectId/pipelines"
        params={params}
        activeOptions={{ includeSearch: false }}
      >
        {t('navPipelines')}
      </Link>
      <Link
        className="frame-link"
        to="/p/$projectId/runs"
        params={params}
        activeOptions={{ includeSearch: false }}
      >
        {t('navRuns')}
      </Link>
      <Link
        className="frame-link"
        to="/p/$projectId/trends"
        params={params}
        activeOptions={{ includeSearch: false }}
      >
        {t('navTrends')}
      </Link>
      <Link
        className="frame-link"
        to="/p/$projectId/learn"
        params={params}
        activeOptions={{ includeSearch: false }}
      >
        {t('navLearn')}
      </Link>
      <Link
        className="frame-link"
        to="/p/$projectId/settings"
        params={params}
        activeOptions={{ includeSearch: false }}
      >
        {t('navSettings')}
      </Link>
    </nav>
  )
}
