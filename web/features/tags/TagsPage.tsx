import { useTranslation } from 'react-i18next'
import { Page } from '../../components/Page.tsx'
import { PlantTabs } from '../../components/PlantTabs.tsx'

export function TagsPage() {
  const { t } = useTranslation('tags')
  return (
    <Page title={t('title')}>
      <PlantTabs />
    </Page>
  )
}
