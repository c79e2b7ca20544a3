import { Button, Group, Select, Stack, Text, TextInput, useMantineColorScheme } from '@mantine/core'
import type { MantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { chooseLanguage } from '../../lib/i18n.ts'
import { useMe } from '../../lib/session.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { PasswordForm } from './PasswordForm.tsx'

/** Oneself: name, language, colours, password, sessions. */
export function ProfileSection() {
  const { t } = useTranslation('settings')
  const { save, error } = useProfile()
  return (
    <Stack gap="xl" maw={460}>
      <Section title={t('profile')}>
        <NameForm onSave={(name) => save({ name })} />
        {error && <ProblemNote error={error} />}
        <LanguageField onSave={(language) => save({ language })} />
        <ThemeField onSave={(theme) => save({ theme })} />
      </Section>
      <Section title={t('passwordTitle')}>
        <PasswordForm />
      </Section>
      <Sessions />
    </Stack>
  )
}

function useProfile() {
  const { t } = useTranslation('settings')
  const onSuccess = async () => {
    await queryClient.invalidateQueries(trpc.users.me.pathFilter())
    notifyDone(t('changed'))
  }
  const change = useMutation(trpc.users.changeProfile.mutationOptions({ onSuccess }))
  return { save: change.mutate, error: change.error }
}

function NameForm({ onSave }: { onSave(name: string): void }) {
  const { t } = useTranslation(['settings', 'frame'])
  const me = useMe().data
  const [name, setName] = useState(me?.name ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(name.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={t('email')} value={me?.email ?? ''} readOnly variant="filled" />
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            {...{
              label: t('name'),
              value: name,
              required: true,
              maxLength: 100,
              flex: 1,
              autoComplete: 'name',
            }}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!name.trim() || name.trim() === me?.name}>
            {t('frame:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function LanguageField({ onSave }: { onSave(language: 'de' | 'en'): void }) {
  const { t } = useTranslation('settings')
  const language = useLanguage()
  const choose = (next: string | null) => {
    if (next !== 'de' && next !== 'en') return
    void chooseLanguage(next)
    onSave(next)
  }
  const data = [
    { value: 'de', label: 'Deutsch' },
    { value: 'en', label: 'English' },
  ]
  return (
    <Select {...{ label: t('language'), value: language, data, allowDeselect: false, onChange: choose }} />
  )
}

function ThemeField({ onSave }: { onSave(theme: MantineColorScheme): void }) {
  const { t } = useTranslation(['settings', 'frame'])
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const choose = (next: string | null) => {
    if (next !== 'light' && next !== 'dark' && next !== 'auto') return
    setColorScheme(next)
    onSave(next)
  }
  const data = [
    { value: 'light', label: t('frame:themeLight') },
    { value: 'dark', label: t('frame:themeDark') },
    { value: 'auto', label: t('frame:themeAuto') },
  ]
  return (
    <Select {...{ label: t('theme'), value: colorScheme, data, allowDeselect: false, onChange: choose }} />
  )
}

function Sessions() {
  const { t } = useTranslation('settings')
  const onSuccess = () => location.assign('/sign-in')
  const end = useMutation(
    trpc.session.signOutEverywhere.mutationOptions({ onSuccess, onError: notifyProblem }),
  )
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {t('signOutEverywhereHint')}
      </Text>
      <Button variant="default" flex="none" loading={end.isPending} onClick={() => end.mutate({})}>
        {t('signOutEverywhere')}
      </Button>
    </Group>
  )
}
