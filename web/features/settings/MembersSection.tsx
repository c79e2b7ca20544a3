import { Button, Group, Paper, Table, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../components/notify.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { RoleSelect } from '../../components/RoleSelect.tsx'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { useMe } from '../../lib/session.ts'
import type { ProjectRole } from '../../lib/session.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'

type Member = Outputs['projects']['members'][number]

/** Who may do what in this project. */
export function MembersSection() {
  const { t } = useTranslation('settings')
  const projectId = useProjectId()
  const project = useMe().data?.projects.find(({ id }) => id === projectId)?.name ?? ''
  const members = useQuery(trpc.projects.members.queryOptions({ projectId }))
  return (
    <Section title={t('members')} hint={t('membersHint', { project })}>
      <AddMember />
      {members.isPending && <PageLoading />}
      {members.isError && <ProblemNote error={members.error} />}
      {members.data && (
        <Paper withBorder>
          <Table aria-label={t('members')}>
            <Table.Tbody>
              {members.data.map((member) => (
                <MemberRow key={member.userId} member={member} />
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </Section>
  )
}

function useSetMember(onDone?: () => void) {
  const projectId = useProjectId()
  const onSuccess = async () => {
    onDone?.()
    await queryClient.invalidateQueries(trpc.projects.members.pathFilter())
    await queryClient.invalidateQueries(trpc.users.me.pathFilter())
  }
  const set = useMutation(trpc.projects.setMember.mutationOptions({ onSuccess, onError: notifyProblem }))
  return (email: string, role: ProjectRole | null) => set.mutate({ projectId, email, role })
}

function MemberRow({ member: { name, email, role, isActive } }: { member: Member }) {
  const { t } = useTranslation('settings')
  const set = useSetMember()
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {email}
          {!isActive && ` · ${t('inactive')}`}
        </Text>
      </Table.Td>
      <Table.Td w={190}>
        <RoleSelect isBare label={t('roleOf', { name })} value={role} onChange={(next) => set(email, next)} />
      </Table.Td>
      <Table.Td w={120}>
        <Button
          {...{ variant: 'subtle', color: 'gray', size: 'compact-sm', 'aria-label': t('removeOf', { name }) }}
          onClick={() => set(email, null)}
        >
          {t('remove')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function AddMember() {
  const { t } = useTranslation('settings')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<ProjectRole>('viewer')
  const set = useSetMember(() => setEmail(''))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set(email.trim(), role)
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          {...{ label: t('addMemberEmail'), type: 'email', required: true, value: email, w: 360 }}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect label={t('role')} value={role} onChange={setRole} />
        <Button type="submit" variant="default">
          {t('addMember')}
        </Button>
      </Group>
    </form>
  )
}
