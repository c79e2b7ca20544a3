import { Button, Center } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface MoreButtonProps {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** The next page of a long list; takes what `useInfiniteQuery` gives. */
export function MoreButton({ hasNextPage, isFetchingNextPage, fetchNextPage }: MoreButtonProps) {
  const { t } = useTranslation()
  if (!hasNextPage) return null
  return (
    <Center>
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('loadMore')}
      </Button>
    </Center>
  )
}
