import { Center, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** While a page's code or data are on their way. */
export function PageLoading() {
  const { t } = useTranslation()
  return (
    <Center mih={160} role="status" aria-label={t('loading')}>
      <Loader size="sm" color="gray" type="dots" />
    </Center>
  )
}
