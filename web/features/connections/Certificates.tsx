import { Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../components/notify.ts'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import { CertificateReview } from './CertificateReview.tsx'

/** What certificates the machine has shown; those that wait for somebody stand first. */
export function Certificates({ id }: { id: string }) {
  const { t } = useTranslation('connections')
  const projectId = useProjectId()
  const list = useQuery(
    trpc.connections.certificates.queryOptions({ projectId, id }, { refetchInterval: 5_000 }),
  )
  const onSuccess = () => queryClient.invalidateQueries(trpc.connections.pathFilter())
  const decide = useMutation(
    trpc.connections.decideCertificate.mutationOptions({ onSuccess, onError: notifyProblem }),
  )
  const isWaiting = list.data?.some(({ state }) => state === 'seen')
  if (!list.data || list.data.length === 0) return null
  return (
    <Section title={t('certificates')} hint={t(isWaiting ? 'certificate.hint' : 'certificatesHint')}>
      <Stack gap="sm">
        {list.data.map((certificate) => (
          <CertificateReview
            key={certificate.fingerprint}
            {...{ certificate, isBusy: decide.isPending }}
            onDecide={(decision) =>
              decide.mutate({
                projectId,
                id,
                fingerprint: certificate.fingerprint,
                decision,
                isAuthority: certificate.isAuthority,
              })
            }
          />
        ))}
      </Stack>
    </Section>
  )
}
