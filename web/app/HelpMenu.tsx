import { ActionIcon, Menu } from '@mantine/core'
import { IconHelp, IconRoute, IconSchool } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { startTour } from '../components/tour/tour-store.ts'

/** The guided tour, and everything there is to read. */
export function HelpMenu({ projectId }: { projectId: string }) {
  const { t } = useTranslation('tour')
  const navigate = useNavigate()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('help')}>
          <IconHelp size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRoute size={16} />} onClick={startTour}>
          {t('start')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSchool size={16} />}
          onClick={() => void navigate({ to: '/p/$projectId/learn', params: { projectId } })}
        >
          {t('learn')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
