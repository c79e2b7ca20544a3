import { Anchor, Button, Container, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../components/EmptyNote.tsx'
import { ProblemNote } from '../components/ProblemNote.tsx'

/** An address that leads nowhere. */
export function MissingPage() {
  const { t } = useTranslation()
  const back = (
    <Anchor component={Link} to="/">
      {t('toStart')}
    </Anchor>
  )
  return (
    <Container size="xs" py="xl">
      <EmptyNote text={t('notFound')} action={back} />
    </Container>
  )
}

/** A page that threw. */
export function FailedPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <Container size="xs" py="xl">
      <Stack>
        <ProblemNote error={error} />
        <Button variant="default" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      </Stack>
    </Container>
  )
}
