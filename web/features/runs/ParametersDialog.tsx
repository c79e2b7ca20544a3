import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument } from '#pipeline/document.ts'
import { checkParameterValue, parameterFromText } from '#pipeline/parameter-schema.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { RunDetail } from './run-facts.ts'

export interface ParametersDialogProps {
  run: RunDetail
  isBusy: boolean
  onStart(parameters: Record<string, unknown>): void
  onClose(): void
}

/** Asks for other values of the pipeline's parameters; begins with those of the run. */
export function ParametersDialog({ run, isBusy, onStart, onClose }: ParametersDialogProps) {
  const { t } = useTranslation(['runs', 'frame'])
  const projectId = useProjectId()
  const document = useQuery(trpc.runs.document.queryOptions({ projectId, run: run.run }))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('parametersTitle')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      {document.isPending && <PageLoading />}
      {document.isError && <ProblemNote error={document.error} />}
      {document.data && (
        <ParametersForm
          {...{ given: run.parameters, isBusy, onStart, parameters: document.data.parameters as Parameters }}
        />
      )}
    </Modal>
  )
}

type Parameters = PipelineDocument['parameters']

interface FormProps {
  parameters: Parameters
  given: Record<string, unknown>
  isBusy: boolean
  onStart(parameters: Record<string, unknown>): void
}

function ParametersForm({ parameters, given, isBusy, onStart }: FormProps) {
  const { t } = useTranslation(['runs', 'frame'])
  const entries = Object.entries(parameters)
  const [values, setValues] = useState<Record<string, unknown>>(() =>
    Object.fromEntries(entries.map(([name, { default: usual }]) => [name, given[name] ?? usual])),
  )
  const isWrong = entries.some(([name, { schema }]) => checkParameterValue(schema, values[name]).length > 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isWrong) onStart(values)
  }
  if (entries.length === 0) return <Text size="sm">{t('parametersNone')}</Text>
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {entries.map(([name, { schema }]) => (
          <ParameterField
            key={name}
            {...{ name, schema, value: values[name] }}
            onChange={(value) => setValues({ ...values, [name]: value })}
          />
        ))}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={isWrong}>
            {t('start')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface FieldProps {
  name: string
  schema: Record<string, unknown>
  value: unknown
  onChange(value: unknown): void
}

function ParameterField({ name, schema, value, onChange }: FieldProps) {
  const language = useLanguage()
  const label = typeof schema.title === 'string' ? schema.title : name
  const description = typeof schema.description === 'string' ? schema.description : undefined
  const error = checkParameterValue(schema, value)[0]?.[language]
  const [text, setText] = useState(() => (typeof value === 'string' ? value : JSON.stringify(value)))
  if (schema.type === 'boolean')
    return (
      <Checkbox
        {...{ label, description, error }}
        checked={value === true}
        onChange={(e) => onChange(e.currentTarget.checked)}
      />
    )
  if (Array.isArray(schema.enum))
    return (
      <Select
        {...{ label, description, error, allowDeselect: false, value: String(value) }}
        data={schema.enum.map(String)}
        onChange={(next) => next !== null && onChange(parameterFromText(schema, next))}
      />
    )
  const isNumber = schema.type === 'number' || schema.type === 'integer'
  const read = (typed: string) => {
    setText(typed)
    // People write their language's decimal mark.
    onChange(parameterFromText(schema, isNumber && language === 'de' ? typed.replace(',', '.') : typed))
  }
  return (
    <TextInput
      {...{ label, description, error, value: text }}
      onChange={(e) => read(e.currentTarget.value)}
    />
  )
}
