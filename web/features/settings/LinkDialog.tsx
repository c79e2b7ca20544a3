import { useTranslation } from 'react-i18next'
import { SecretDialog } from '../../components/SecretDialog.tsx'
import { formatTime } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'

export interface OfferedLink {
  email: string
  path: string
  expiresAt: string
}

/** A one-time link, to be handed on. */
export function LinkDialog({
  link: { email, path, expiresAt },
  onClose,
}: {
  link: OfferedLink
  onClose(): void
}) {
  const { t } = useTranslation('settings')
  const language = useLanguage()
  const hint = t('linkHint', { time: formatTime(expiresAt, language) })
  return (
    <SecretDialog
      {...{ title: t('linkTitle', { email }), hint, secret: `${location.origin}${path}`, onClose }}
    />
  )
}
