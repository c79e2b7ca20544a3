import { Button, Group, NumberInput, Paper, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone } from '../../components/notify.ts'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { SchemaForm } from '../../components/schema-form/SchemaForm.tsx'
import type { JsonSchema } from '../../components/schema-form/json-schema.ts'
import { useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import type { Connection } from './connection-facts.ts'
import { mainFields, useFieldWords } from './field-words.ts'
import { useProtocols } from './use-connections.ts'

/** How the machine is reached; secrets are replaced, never shown. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const { t } = useTranslation(['connections', 'frame'])
  const projectId = useProjectId()
  const [name, setName] = useState(connection.name)
  const [config, setConfig] = useState(connection.config)
  const [staleS, setStaleS] = useState<number | string>(connection.staleAfterMs / 1_000)
  const words = useFieldWords(connection.protocol)
  const protocol = useProtocols().data?.find((one) => one.protocol === connection.protocol)
  const onSuccess = async () => {
    notifyDone(t('frame:saved'))
    await queryClient.invalidateQueries(trpc.connections.pathFilter())
  }
  const save = useMutation(trpc.connections.save.mutationOptions({ onSuccess }))
  const { id, revision: expectedRevision } = connection
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const staleAfterMs = Math.round(Number(staleS) * 1_000)
    save.mutate({ projectId, id, expectedRevision, name, config, staleAfterMs })
  }
  return (
    <Section title={t('settings')}>
      <Paper withBorder p="md">
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              {...{ label: t('name'), required: true, maxLength: 200, maw: 560, value: name }}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {protocol && (
              <SchemaForm
                {...{ schema: protocol.config as JsonSchema, value: config, onChange: setConfig, words }}
                main={mainFields}
              />
            )}
            <NumberInput
              {...{ label: t('staleAfter'), description: t('staleAfterHint'), min: 0.5, max: 86_400, w: 280 }}
              {...{ value: staleS, onChange: setStaleS, required: true }}
            />
            {save.isError && <ProblemNote error={save.error} />}
            <Group>
              <Button type="submit" loading={save.isPending}>
                {t('frame:save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Section>
  )
}
