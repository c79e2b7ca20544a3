import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { RoleSelect } from '../../components/RoleSelect.tsx'
import { useProjectId } from '../../lib/project.ts'
import type { ProjectRole } from '../../lib/session.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { OfferedLink } from './LinkDialog.tsx'

interface InviteDialogProps {
  onClose(): void
  onLink(link: OfferedLink): void
}

/** An account for somebody, with a first role; ends with a link to hand on. */
export function InviteDialog({ onClose, onLink }: InviteDialogProps) {
  const { t } = useTranslation(['settings', 'frame'])
  const current = useProjectId()
  const [values, setValues] = useState({
    email: '',
    projectId: current,
    role: 'viewer' as ProjectRole,
    isAdministrator: false,
  })
  const projects = useQuery(trpc.projects.listAll.queryOptions({}))
  const onSuccess = async (link: { path: string; expiresAt: string }) => {
    onClose()
    onLink({ email: values.email, ...link })
    await queryClient.invalidateQueries(trpc.users.list.pathFilter())
  }
  const invite = useMutation(trpc.users.invite.mutationOptions({ onSuccess }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate({ ...values, email: values.email.trim() })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('inviteTitle')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            {...{
              label: t('email'),
              type: 'email',
              required: true,
              value: values.email,
              'data-autofocus': true,
            }}
            onChange={(event) => setValues({ ...values, email: event.currentTarget.value })}
          />
          <Group gap="sm" grow>
            <Select
              {...{ label: t('inviteProject'), allowDeselect: false, value: values.projectId }}
              data={projects.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              onChange={(projectId) => projectId && setValues({ ...values, projectId })}
            />
            <RoleSelect
              label={t('role')}
              value={values.role}
              onChange={(role) => setValues({ ...values, role })}
            />
          </Group>
          <Checkbox
            label={t('inviteAdministrator')}
            checked={values.isAdministrator}
            onChange={(event) => setValues({ ...values, isAdministrator: event.currentTarget.checked })}
          />
          {invite.isError && <ProblemNote error={invite.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={invite.isPending}>
              {t('inviteAction')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
