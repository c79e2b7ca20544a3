import { Badge, Button, Group, Paper, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'

export interface ShownCertificate {
  fingerprint: string
  pem: string
  subject: string
  issuer: string
  validTo: string
  state?: 'seen' | 'trusted' | 'refused'
}

export interface CertificateReviewProps {
  certificate: ShownCertificate
  isBusy: boolean
  onDecide(decision: 'trusted' | 'refused'): void
}

/** A machine's certificate, for somebody to compare and decide about. Nothing is ever trusted by itself. */
export function CertificateReview({ certificate, isBusy, onDecide }: CertificateReviewProps) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const { fingerprint, subject, issuer, validTo, state = 'seen' } = certificate
  const rows = [
    [t('certificate.subject'), subject],
    [t('certificate.issuer'), issuer],
    [t('certificate.validTo'), formatTime(validTo, language)],
    [t('certificate.fingerprint'), fingerprint],
  ]
  return (
    <Paper withBorder p="sm" component="article" aria-label={t('certificate.of', { subject })}>
      <Stack gap="xs">
        <dl className="certificate-facts">
          {rows.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <Group gap="xs">
          <Badge variant="outline" color="gray" tt="none" radius="sm">
            {t(`certificate.state.${state}`)}
          </Badge>
          {state !== 'trusted' && (
            <Button size="compact-sm" loading={isBusy} onClick={() => onDecide('trusted')}>
              {t('certificate.trust')}
            </Button>
          )}
          {state !== 'refused' && (
            <Button size="compact-sm" variant="default" loading={isBusy} onClick={() => onDecide('refused')}>
              {t('certificate.refuse')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}
