import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../../../components/Note.tsx'
import { notifyDone } from '../../../components/notify.ts'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { describeRefusal } from '../../../lib/problem.ts'
import { trpcClient } from '../../../lib/trpc.ts'
import { CandidateTable } from './CandidateTable.tsx'
import { saveAll } from './save-all.ts'
import type { SaveProblem } from './save-all.ts'
import type { Connect } from './use-connect.ts'

/** So many points are listened to in a test. */
const testedMost = 100

/** What the points are called and mean; tried out, then saved. */
export function TagsStep({ connect, onBack }: { connect: Connect; onBack(): void }) {
  const { t } = useTranslation(['connections', 'refusals'])
  const navigate = useNavigate()
  const [problems, setProblems] = useState<SaveProblem[]>([])
  const { candidates, machine, projectId } = connect
  const look = useMutation({
    mutationFn: () => {
      const tags = candidates.slice(0, testedMost).map(({ address, type }) => ({ address, type }))
      return trpcClient.connections.test.query({ ...machine, tags, listenMs: 3_000 })
    },
  })
  const save = useMutation({
    mutationFn: () => saveAll(connect),
    onSuccess: async ({ id, problems: found }) => {
      setProblems(found)
      if (found.length > 0) return
      notifyDone(t('savedTags', { count: candidates.length }))
      await navigate({ to: '/p/$projectId/plant/connections/$id', params: { projectId, id } })
    },
  })
  return (
    <Stack gap="sm" pt="sm">
      <Prefix connect={connect} />
      <CandidateTable connect={connect} seen={look.data?.tags} />
      {look.isError && <ProblemNote error={look.error} />}
      {save.isError && <ProblemNote error={save.error} />}
      {problems.length > 0 && (
        <Note tone="fault" role="alert" title={t('notSaved')}>
          {problems.slice(0, 5).map(({ index, code, params }) => (
            <Text key={`${index} ${code}`} size="sm">
              {candidates[index].name}: {describeRefusal(code, params).text}
            </Text>
          ))}
        </Note>
      )}
      <Group gap="xs">
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t('saveAndRead')}
        </Button>
        <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          {t('seeValues')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onBack}>
          {t('back')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Put in front of every name: points of two machines are often called the same. */
function Prefix({ connect: { candidates, setCandidates } }: { connect: Connect }) {
  const { t } = useTranslation('connections')
  const [prefix, setPrefix] = useState('')
  const apply = () => {
    setCandidates(candidates.map((one) => ({ ...one, name: `${prefix}${one.name}`.slice(0, 200) })))
    setPrefix('')
  }
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        {...{ label: t('prefix'), value: prefix, maxLength: 100, w: 280, placeholder: 'hall-1/' }}
        onChange={(event) => setPrefix(event.currentTarget.value)}
      />
      <Button variant="default" disabled={prefix === ''} onClick={apply}>
        {t('prefixApply')}
      </Button>
    </Group>
  )
}
