import { useTranslation } from 'react-i18next'
import { Page } from '../../components/Page.tsx'
import { TourOffer } from '../../components/tour/TourOffer.tsx'
import { useMay } from '../../lib/project.ts'
import { Articles } from './Articles.tsx'
import { Attention } from './Attention.tsx'
import { RecentPipelines } from './RecentPipelines.tsx'
import { RecentRuns } from './RecentRuns.tsx'
import { Templates } from './Templates.tsx'

/** Where people begin: what needs them, what they did last, what they could do. */
export function StartPage() {
  const { t } = useTranslation('start')
  const mayDesign = useMay('engineer')
  return (
    <Page title={t('title')}>
      <TourOffer />
      <Attention />
      {mayDesign && (
        <div data-tour="templates">
          <Templates />
        </div>
      )}
      <div className="halves" data-tour="runs">
        <RecentRuns />
        <RecentPipelines />
      </div>
      <Articles />
    </Page>
  )
}
