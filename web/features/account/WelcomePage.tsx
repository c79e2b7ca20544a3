import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { AccountPage } from './AccountPage.tsx'

type LinkView = Outputs['session']['readLink']

/** One-time links: the first account, an invitation, a new password. Their secret stands after #, for no server to log. */
export function WelcomePage() {
  const hash = useLocation({ select: (location) => location.hash })
  const [secret, setSecret] = useState(hash)
  // On the way out the address has none any more: the link that was opened stays.
  if (hash && hash !== secret) setSecret(hash)
  return <WelcomeLink key={secret} secret={secret} />
}

function WelcomeLink({ secret }: { secret: string }) {
  const { t } = useTranslation('account')
  const link = useMutation(trpc.session.readLink.mutationOptions())
  const { mutate } = link
  useEffect(() => mutate({ secret: secret || '-' }), [mutate, secret])
  if (link.isError)
    return (
      <AccountPage title={t('signInTitle')}>
        <ProblemNote error={link.error} />
        <Anchor component={Link} to="/sign-in">
          {t('toSignIn')}
        </Anchor>
      </AccountPage>
    )
  if (!link.data) return <AccountPage title={t('checkingLink')} />
  return <WelcomeForm link={link.data} secret={secret} />
}

const words = {
  setup: ['welcomeSetup', 'welcomeSetupHint', 'makeAccount'],
  invitation: ['welcomeInvitation', 'welcomeInvitationHint', 'makeAccount'],
  reset: ['welcomeReset', 'welcomeResetHint', 'setPassword'],
} as const

function WelcomeForm({ link, secret }: { link: LinkView; secret: string }) {
  const { t } = useTranslation('account')
  const router = useRouter()
  const [values, setValues] = useState({ name: '', email: link.email ?? '', password: '' })
  const [title, hint, action] = words[link.kind]
  const onSuccess = () => {
    queryClient.clear()
    router.history.replace('/')
  }
  const accept = useMutation(trpc.session.acceptLink.mutationOptions({ onSuccess }))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const { name, email, password } = values
    accept.mutate({
      secret,
      password,
      ...(link.kind !== 'reset' && { name: name.trim() }),
      ...(link.kind === 'setup' && { email: email.trim() }),
    })
  }
  const field = (key: keyof typeof values) => ({
    value: values[key],
    required: true,
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setValues({ ...values, [key]: event.currentTarget.value }),
  })
  return (
    <AccountPage title={t(title)} hint={t(hint, { email: link.email ?? '' })}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          {link.kind !== 'reset' && (
            <TextInput label={t('name')} autoComplete="name" autoFocus {...field('name')} />
          )}
          {link.kind === 'setup' && (
            <TextInput label={t('email')} type="email" autoComplete="username" {...field('email')} />
          )}
          <PasswordInput
            label={t('newPassword')}
            description={t('passwordHint')}
            autoComplete="new-password"
            {...field('password')}
          />
          {accept.isError && <ProblemNote error={accept.error} />}
          <Button type="submit" loading={accept.isPending} fullWidth mt="xs">
            {t(action)}
          </Button>
        </Stack>
      </form>
    </AccountPage>
  )
}
