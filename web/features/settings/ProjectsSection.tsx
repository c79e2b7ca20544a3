import { Button, Paper, Table, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { TextDialog } from '../../components/TextDialog.tsx'
import { useMe } from '../../lib/session.ts'
import type { Me } from '../../lib/session.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'

type Project = Me['projects'][number]

/** One's own projects; administrators make new ones. */
export function ProjectsSection() {
  const { t } = useTranslation(['settings', 'frame'])
  const me = useMe().data
  const [isNew, setIsNew] = useState(false)
  const action = me?.isAdministrator && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setIsNew(true)}>
      {t('newProject')}
    </Button>
  )
  return (
    <Section title={t('projects')} hint={t('projectsHint')} action={action}>
      <Paper withBorder>
        <Table aria-label={t('projects')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('name')}</Table.Th>
              <Table.Th>{t('role')}</Table.Th>
              <Table.Th w={140}>
                <VisuallyHidden>{t('frame:actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {me?.projects.map((project) => (
              <ProjectRow key={project.id} project={project} />
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      {isNew && <NewProject onClose={() => setIsNew(false)} />}
    </Section>
  )
}

function afterChange(onClose: () => void) {
  return async () => {
    onClose()
    await queryClient.invalidateQueries(trpc.users.me.pathFilter())
  }
}

function ProjectRow({ project: { id, name, role } }: { project: Project }) {
  const { t } = useTranslation(['settings', 'frame'])
  const [isRenaming, setIsRenaming] = useState(false)
  const close = () => setIsRenaming(false)
  const rename = useMutation(trpc.projects.rename.mutationOptions({ onSuccess: afterChange(close) }))
  return (
    <Table.Tr>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td>{t(`frame:role.${role}`)}</Table.Td>
      <Table.Td>
        {role === 'admin' && (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setIsRenaming(true)}>
            {t('rename')}
          </Button>
        )}
        {isRenaming && (
          <TextDialog
            {...{ title: t('renameTitle', { name }), label: t('name'), value: name, action: t('rename') }}
            {...{ isBusy: rename.isPending, error: rename.error, onClose: close }}
            onSubmit={(text) => rename.mutate({ projectId: id, name: text })}
          />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function NewProject({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings')
  const create = useMutation(trpc.projects.create.mutationOptions({ onSuccess: afterChange(onClose) }))
  return (
    <TextDialog
      {...{ title: t('newProject'), label: t('name'), value: '', action: t('create'), onClose }}
      {...{
        isBusy: create.isPending,
        error: create.error,
        onSubmit: (name: string) => create.mutate({ name }),
      }}
    />
  )
}
