import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone } from '../../components/notify.ts'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { trpc } from '../../lib/trpc.ts'

const empty = { currentPassword: '', newPassword: '' }

/** Another password, given the present one. */
export function PasswordForm() {
  const { t } = useTranslation('settings')
  const [values, setValues] = useState(empty)
  const onSuccess = () => {
    setValues(empty)
    notifyDone(t('passwordChanged'))
  }
  const change = useMutation(trpc.session.changePassword.mutationOptions({ onSuccess }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(values)
  }
  const field = (key: keyof typeof empty) => ({
    value: values[key],
    required: true,
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setValues({ ...values, [key]: event.currentTarget.value }),
  })
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label={t('currentPassword')}
          autoComplete="current-password"
          {...field('currentPassword')}
        />
        <PasswordInput
          {...{ label: t('newPassword'), description: t('passwordHint'), autoComplete: 'new-password' }}
          {...field('newPassword')}
        />
        {change.isError && <ProblemNote error={change.error} />}
        <Button
          type="submit"
          variant="default"
          loading={change.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('changePassword')}
        </Button>
      </Stack>
    </form>
  )
}
