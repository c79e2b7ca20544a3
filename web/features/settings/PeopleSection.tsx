import { ActionIcon, Button, Menu, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconDots, IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../components/notify.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { InviteDialog } from './InviteDialog.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import type { OfferedLink } from './LinkDialog.tsx'

type Person = Outputs['users']['list'][number]

/** Everybody with an account; for administrators of the installation. */
export function PeopleSection() {
  const { t } = useTranslation('settings')
  const people = useQuery(trpc.users.list.queryOptions({}))
  const [isInviting, setIsInviting] = useState(false)
  const [link, setLink] = useState<OfferedLink>()
  const invite = (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setIsInviting(true)}>
      {t('invite')}
    </Button>
  )
  return (
    <Section title={t('people')} hint={t('peopleHint')} action={invite}>
      {people.isPending && <PageLoading />}
      {people.isError && <ProblemNote error={people.error} />}
      {people.data && <PeopleTable people={people.data} onLink={setLink} />}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} onLink={setLink} />}
      {link && <LinkDialog link={link} onClose={() => setLink(undefined)} />}
    </Section>
  )
}

interface PeopleTableProps {
  people: Person[]
  onLink(link: OfferedLink): void
}

function PeopleTable({ people, onLink }: PeopleTableProps) {
  const { t } = useTranslation(['settings', 'frame'])
  return (
    <Paper withBorder style={{ overflow: 'auto' }}>
      <Table aria-label={t('people')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('projectsOf')}</Table.Th>
            <Table.Th>{t('role')}</Table.Th>
            <Table.Th w={48}>
              <VisuallyHidden>{t('frame:actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <PersonRow key={person.id} {...{ person, onLink }} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function PersonRow({ person, onLink }: { person: Person; onLink: PeopleTableProps['onLink'] }) {
  const { t } = useTranslation(['settings', 'frame'])
  const { name, email, isActive, isAdministrator, projects } = person
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
      <Table.Td>
        {projects.map(({ id, name: project, role }) => (
          <Text key={id} size="sm">
            {project}: {t(`frame:role.${role}`)}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>{isAdministrator && t('administrator')}</Table.Td>
      <Table.Td>
        <PersonMenu {...{ person, onLink }} />
      </Table.Td>
    </Table.Tr>
  )
}

function PersonMenu({ person, onLink }: { person: Person; onLink: PeopleTableProps['onLink'] }) {
  const { t } = useTranslation('settings')
  const { id: userId, name, email, isActive, isAdministrator } = person
  const onError = notifyProblem
  const onSuccess = () => queryClient.invalidateQueries(trpc.users.pathFilter())
  const set = useMutation(trpc.users.setStanding.mutationOptions({ onSuccess, onError }))
  const reset = useMutation(
    trpc.users.offerReset.mutationOptions({ onError, onSuccess: (link) => onLink({ email, ...link }) }),
  )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('actionsOf', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => reset.mutate({ userId })}>{t('offerReset')}</Menu.Item>
        <Menu.Item onClick={() => set.mutate({ userId, isAdministrator: !isAdministrator })}>
          {t(isAdministrator ? 'takeAdministrator' : 'makeAdministrator')}
        </Menu.Item>
        <Menu.Item onClick={() => set.mutate({ userId, isActive: !isActive })}>
          {t(isActive ? 'deactivate' : 'activate')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
