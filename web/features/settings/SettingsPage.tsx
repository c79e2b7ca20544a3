import { Box, Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../components/Page.tsx'
import { useMay } from '../../lib/project.ts'
import { useMe } from '../../lib/session.ts'
import { AuditSection } from './AuditSection.tsx'
import { MembersSection } from './MembersSection.tsx'
import { PeopleSection } from './PeopleSection.tsx'
import { ProfileSection } from './ProfileSection.tsx'
import { ProjectsSection } from './ProjectsSection.tsx'
import { SystemSection } from './SystemSection.tsx'
import { TokensSection } from './TokensSection.tsx'

type Need = 'member' | 'project-admin' | 'administrator'

const sections = [
  { id: 'profile', need: 'member', Section: ProfileSection },
  { id: 'tokens', need: 'member', Section: TokensSection },
  { id: 'members', need: 'project-admin', Section: MembersSection },
  { id: 'projects', need: 'member', Section: ProjectsSection },
  { id: 'people', need: 'administrator', Section: PeopleSection },
  { id: 'audit', need: 'project-admin', Section: AuditSection },
  { id: 'system', need: 'member', Section: SystemSection },
] as const satisfies { id: string; need: Need; Section: ComponentType }[]

/** What can be set: by oneself, by the project's administrators, by those of the installation. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  const { section = 'profile' } = useSearch({ from: '/p/$projectId/settings' })
  const navigate = useNavigate({ from: '/p/$projectId/settings' })
  const met = useMetNeeds()
  const shown = sections.filter(({ need }) => met.has(need))
  const current = shown.find(({ id }) => id === section)?.id ?? 'profile'
  return (
    <Page title={t('title')}>
      <Tabs
        {...{ value: current, orientation: 'vertical', keepMounted: false, className: 'settings' }}
        onChange={(next) => void navigate({ search: { section: next ?? undefined } })}
      >
        <Tabs.List aria-label={t('sections')}>
          {shown.map(({ id }) => (
            <Tabs.Tab key={id} value={id}>
              {t(id)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ id, Section }) => (
          <Tabs.Panel key={id} value={id}>
            <Box pl="lg" maw={980}>
              <Section />
            </Box>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}

function useMetNeeds(): Set<Need> {
  const isAdministrator = useMe().data?.isAdministrator ?? false
  const isProjectAdmin = useMay('admin')
  return new Set<Need>([
    'member',
    ...(isProjectAdmin ? (['project-admin'] as const) : []),
    ...(isAdministrator ? (['administrator'] as const) : []),
  ])
}
