import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ChoiceMenu } from '../components/ChoiceMenu.tsx'
import { useMe } from '../lib/session.ts'

/** From one project to another. */
export function ProjectMenu({ projectId }: { projectId?: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const projects = useMe().data?.projects ?? []
  if (projects.length === 0) return null
  const current = projects.find(({ id }) => id === projectId)
  const target = (
    <Button
      {...{ variant: 'default', size: 'compact-sm', maw: 240 }}
      aria-label={`${t('project')}: ${current?.name ?? '–'}`}
      rightSection={<IconChevronDown size={14} />}
    >
      {current?.name ?? t('project')}
    </Button>
  )
  const choices = projects.map(({ id, name }) => ({ value: id, label: name }))
  const onChoose = (id: string) => void navigate({ to: '/p/$projectId', params: { projectId: id } })
  return <ChoiceMenu {...{ target, choices, value: projectId ?? '', onChoose }} />
}
