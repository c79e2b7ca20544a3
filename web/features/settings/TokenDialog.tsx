import { Button, Checkbox, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { RoleSelect } from '../../components/RoleSelect.tsx'
import { useProjectId } from '../../lib/project.ts'
import { useMe } from '../../lib/session.ts'
import type { Me, ProjectRole } from '../../lib/session.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { ShownSecret } from './TokensSection.tsx'

type Scope = Me['scopes'][number]
const scopes: Scope[] = ['read', 'run', 'write', 'manage']

interface TokenDialogProps {
  onClose(): void
  onShow(secret: ShownSecret): void
}

/** A token for this project, with no more rights than are asked for. */
export function TokenDialog({ onClose, onShow }: TokenDialogProps) {
  const { t } = useTranslation(['settings', 'frame'])
  const projectId = useProjectId()
  const project = useMe().data?.projects.find(({ id }) => id === projectId)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>(['read'])
  const [role, setRole] = useState<ProjectRole>('viewer')
  const [expiresInDays, setDays] = useState<number | string>(365)
  const onSuccess = async ({ secret }: { secret: string }) => {
    onClose()
    onShow({ name, secret })
    await queryClient.invalidateQueries(trpc.tokens.pathFilter())
  }
  const create = useMutation(trpc.tokens.create.mutationOptions({ onSuccess }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const rights = { scopes: chosen as Scope[], roles: [{ projectId, role }] }
    create.mutate({ name: name.trim(), ...rights, expiresInDays: Number(expiresInDays) })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('newToken')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            {...{
              label: t('tokenName'),
              required: true,
              maxLength: 100,
              value: name,
              'data-autofocus': true,
            }}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group label={t('tokenScopes')} value={chosen} onChange={setChosen}>
            <Stack gap={6} pt={4}>
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <RoleSelect
            label={t('tokenRole', { project: project?.name ?? '' })}
            value={role}
            onChange={setRole}
          />
          <NumberInput
            {...{
              label: t('tokenDays'),
              min: 1,
              max: 1_825,
              value: expiresInDays,
              onChange: setDays,
              w: 170,
            }}
          />
          {create.isError && <ProblemNote error={create.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending} disabled={chosen.length === 0}>
              {t('createToken')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
