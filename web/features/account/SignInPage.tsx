import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Navigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { queryClient, trpc } from '../../lib/trpc.ts'
import { AccountPage } from './AccountPage.tsx'

/** People come in here, and are sent on to where they wanted to go. */
export function SignInPage() {
  const { t } = useTranslation('account')
  const { to = '/' } = useSearch({ from: '/sign-in' })
  const state = useQuery(trpc.session.state.queryOptions({}))
  if (state.isPending) return <PageLoading />
  if (state.data?.isSignedIn) return <Navigate to={to} />
  if (state.data && !state.data.isSetUp) return <AccountPage title={t('setUpTitle')} hint={t('setUpHint')} />
  return <SignInForm to={to} />
}

function SignInForm({ to }: { to: string }) {
  const { t } = useTranslation('account')
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const onSuccess = async () => {
    queryClient.clear()
    router.history.replace(to)
  }
  const signIn = useMutation(trpc.session.signIn.mutationOptions({ onSuccess }))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ email: email.trim(), password })
  }
  return (
    <AccountPage title={t('signInTitle')}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput
            {...{
              label: t('email'),
              type: 'email',
              autoComplete: 'username',
              required: true,
              autoFocus: true,
            }}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            {...{ label: t('password'), autoComplete: 'current-password', required: true, value: password }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {signIn.isError && <ProblemNote error={signIn.error} />}
          <Button type="submit" loading={signIn.isPending} fullWidth mt="xs">
            {t('signIn')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('forgot')}
          </Text>
        </Stack>
      </form>
    </AccountPage>
  )
}
