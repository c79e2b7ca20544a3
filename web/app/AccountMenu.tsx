import { Button, Menu } from '@mantine/core'
import { IconLogout, IconUser } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../components/notify.ts'
import { useMe } from '../lib/session.ts'
import { trpc } from '../lib/trpc.ts'

/** Who is signed in, their profile, the way out. */
export function AccountMenu({ projectId }: { projectId?: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  // A new page keeps nothing of what this person has seen.
  const onSuccess = () => location.assign('/sign-in')
  const signOut = useMutation(trpc.session.signOut.mutationOptions({ onSuccess, onError: notifyProblem }))
  const name = me.data?.name ?? ''
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          {...{ variant: 'subtle', color: 'gray', size: 'compact-sm', maw: 180 }}
          leftSection={<IconUser size={18} />}
          aria-label={`${t('account')}: ${name}`}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.data?.email}</Menu.Label>
        {projectId && (
          <Menu.Item
            leftSection={<IconUser size={16} />}
            onClick={() => void navigate({ to: '/p/$projectId/settings', params: { projectId } })}
          >
            {t('profile')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate({})}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
