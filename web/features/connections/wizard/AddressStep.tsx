import { Button, Group, Stack, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { missingFields } from '../../../components/schema-form/json-schema.ts'
import type { JsonSchema } from '../../../components/schema-form/json-schema.ts'
import { SchemaForm } from '../../../components/schema-form/SchemaForm.tsx'
import { CertificateReview } from '../CertificateReview.tsx'
import { mainFields, useFieldWords } from '../field-words.ts'
import { useProtocols } from '../use-connections.ts'
import { TestNote } from './TestNote.tsx'
import type { Connect } from './use-connect.ts'

/** Where the machine is and how it is spoken to; tried out before it goes on. */
export function AddressStep({ connect, onNext }: { connect: Connect; onNext(): void }) {
  const { t } = useTranslation('connections')
  const words = useFieldWords(connect.protocol)
  const protocol = useProtocols().data?.find((one) => one.protocol === connect.protocol)
  if (!protocol) return null
  const schema = protocol.config as JsonSchema
  const { test, config } = connect
  const isComplete = connect.name.trim() !== '' && missingFields(schema, config).length === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (test.data?.isOk) onNext()
    else test.mutate(connect.machine)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm" maw={760} pt="sm">
        <TextInput
          {...{ label: t('name'), description: t('nameHint'), withAsterisk: true, maxLength: 200, maw: 560 }}
          value={connect.name}
          onChange={(event) => connect.setName(event.currentTarget.value)}
        />
        <SchemaForm {...{ schema, words, value: config, onChange: connect.change, main: mainFields }} />
        <TestNote connect={connect} />
        <Certificates connect={connect} />
        <Group gap="xs">
          <Button type="submit" disabled={!isComplete} loading={test.isPending}>
            {t(test.data?.isOk ? 'next' : 'test')}
          </Button>
          {test.isSuccess && !test.data.isOk && (
            <Button variant="default" onClick={onNext}>
              {t('nextAnyway')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function Certificates({ connect: { test, decisions, decide } }: { connect: Connect }) {
  const certificates = (test.data?.certificates ?? []).map((certificate) => ({
    ...certificate,
    state: decisions.findLast((one) => one.certificate.fingerprint === certificate.fingerprint)?.decision,
  }))
  return (
    <>
      {certificates.map((certificate) => (
        <CertificateReview
          key={certificate.fingerprint}
          {...{ certificate, isBusy: test.isPending }}
          onDecide={(decision) => decide({ certificate, decision })}
        />
      ))}
    </>
  )
}
