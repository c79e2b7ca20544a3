import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useProjectId } from '../lib/project.ts'

/** From one page of plant data to another. */
export function PlantTabs() {
  const { t } = useTranslation()
  const params = { projectId: useProjectId() }
  const look = { params, className: 'plant-tab', activeOptions: { includeSearch: false } }
  return (
    <nav className="plant-tabs" aria-label={t('navPlant')}>
      <Link {...look} to="/p/$projectId/plant/connections">
        {t('navConnections')}
      </Link>
      <Link {...look} to="/p/$projectId/plant/tags">
        {t('navTags')}
      </Link>
    </nav>
  )
}
