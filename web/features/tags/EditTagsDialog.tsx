import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone } from '../../components/notify.ts'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import { placesOf } from './tag-facts.ts'

/** Changes the same of many tags; what is left empty stays. */
export function EditTagsDialog({ ids, onClose }: { ids: number[]; onClose(): void }) {
  const { t } = useTranslation(['tags', 'frame'])
  const projectId = useProjectId()
  const [unit, setUnit] = useState('')
  const [place, setPlace] = useState<string | null>(null)
  const [staleS, setStaleS] = useState<number | string>('')
  const assets = useQuery(trpc.tags.assets.list.queryOptions({ projectId }))
  const onSuccess = async ({ changed }: { changed: number }) => {
    onClose()
    notifyDone(t('changed', { count: changed }))
    await queryClient.invalidateQueries(trpc.tags.pathFilter())
  }
  const edit = useMutation(trpc.tags.edit.mutationOptions({ onSuccess }))
  const changes = {
    ...(unit.trim() && { unit: unit.trim() }),
    ...(place !== null && { assetId: place === 'none' ? null : place }),
    ...(typeof staleS === 'number' && { staleAfterMs: Math.round(staleS * 1_000) }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    edit.mutate({ projectId, ids, changes })
  }
  const places = placesOf(assets.data ?? []).map(({ id, label }) => ({ value: id, label }))
  return (
    <Modal
      {...{ opened: true, onClose, title: t('editChosen', { count: ids.length }) }}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            {...{
              label: t('unit'),
              description: t('unitHint'),
              value: unit,
              maxLength: 80,
              'data-autofocus': true,
            }}
            onChange={(event) => setUnit(event.currentTarget.value)}
          />
          <Select
            {...{ label: t('place'), clearable: true, searchable: true, value: place, onChange: setPlace }}
            data={[{ value: 'none', label: t('nowhere') }, ...places]}
          />
          <NumberInput
            {...{ label: t('staleAfter'), min: 0.1, max: 2_000_000, value: staleS, onChange: setStaleS }}
          />
          {edit.isError && <ProblemNote error={edit.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={edit.isPending} disabled={Object.keys(changes).length === 0}>
              {t('frame:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
