import { ActionIcon, Button, Group, Modal, Stack, Text, Tooltip } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { Connection } from './connection-facts.ts'

const refresh = () => queryClient.invalidateQueries(trpc.connections.pathFilter())

/** Pause, go on, remove. */
export function ConnectionActions({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const [isRemoving, setIsRemoving] = useState(false)
  const remove = t('removeOf', { name: connection.name })
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <PauseButton connection={connection} />
      <Tooltip label={remove}>
        <ActionIcon variant="subtle" color="gray" aria-label={remove} onClick={() => setIsRemoving(true)}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      {isRemoving && <RemoveDialog connection={connection} onClose={() => setIsRemoving(false)} />}
    </Group>
  )
}

function PauseButton({ connection: { id, name, desired } }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const projectId = useProjectId()
  const pause = useMutation(
    trpc.connections.pause.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  )
  const resume = useMutation(
    trpc.connections.resume.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  )
  const isPaused = desired === 'paused'
  const [label, Icon, action] = isPaused
    ? ([t('resumeOf', { name }), IconPlayerPlay, resume] as const)
    : ([t('pauseOf', { name }), IconPlayerPause, pause] as const)
  return (
    <Tooltip label={label}>
      <ActionIcon
        {...{ variant: 'subtle', color: 'gray', 'aria-label': label, loading: action.isPending }}
        onClick={() => action.mutate({ projectId, id })}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  )
}

interface RemoveDialogProps {
  connection: Connection
  onClose(): void
}

function RemoveDialog({ connection: { id, name }, onClose }: RemoveDialogProps) {
  const { t } = useTranslation(['connections', 'frame'])
  const projectId = useProjectId()
  const navigate = useNavigate()
  const onSuccess = async () => {
    onClose()
    notifyDone(t('removed', { name }))
    await navigate({ to: '/p/$projectId/plant/connections', params: { projectId } })
    await refresh()
  }
  const remove = useMutation(trpc.connections.remove.mutationOptions({ onSuccess }))
  return (
    <Modal
      {...{ opened: true, onClose, title: t('removeOf', { name }) }}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('removeHint')}</Text>
        {remove.isError && <ProblemNote error={remove.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('frame:cancel')}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ projectId, id })}>
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
