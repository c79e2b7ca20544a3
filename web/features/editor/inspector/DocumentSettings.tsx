import { Button, Group, NativeSelect, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteParameter, renamePipeline, setParameter } from '#pipeline/edit.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { parseNumber, writeNumber } from './numbers.ts'

/** The pipeline as a whole: its name, its mode, its parameters. */
export function DocumentSettings() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const { name, mode, parameters, nodes, edges } = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  return (
    <Stack gap="md" p="sm">
      <Title order={2} size="h4">
        {t('document.title')}
      </Title>
      <Text size="xs" c="dimmed">
        {t('document.counts', { nodes: nodes.length, edges: edges.length })}
      </Text>
      <TextInput
        size="xs"
        label={t('document.name')}
        value={name}
        maxLength={200}
        readOnly={isReadOnly}
        onChange={(event) => {
          const wanted = event.currentTarget.value
          store.getState().edit((document) => renamePipeline(document, wanted), 'document name')
        }}
      />
      <NativeSelect
        size="xs"
        label={t('document.mode')}
        description={t(`document.mode.${mode}.help`)}
        value={mode}
        disabled={isReadOnly}
        data={(['batch', 'streaming'] as const).map((value) => ({
          value,
          label: t(`document.mode.${value}`),
        }))}
        onChange={(event) => {
          const wanted = event.currentTarget.value === 'streaming' ? 'streaming' : 'batch'
          store.getState().edit((document) => ({ ...document, mode: wanted }))
        }}
      />
      <Title order={3} size="h5">
        {t('parameter.title')}
      </Title>
      {Object.keys(parameters).map((key) => (
        <ParameterCard key={key} name={key} />
      ))}
      {!isReadOnly && <NewParameter />}
    </Stack>
  )
}

type Kind = 'string' | 'number' | 'integer' | 'boolean'
const kinds: readonly Kind[] = ['string', 'number', 'integer', 'boolean']
const firstValues: Record<Kind, unknown> = { string: '', number: 0, integer: 0, boolean: false }

function ParameterCard({ name }: { name: string }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store } = useEditor()
  const parameter = useEditorState((state) => state.document.parameters[name])
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [typed, setTyped] = useState<string>()
  const kind = kinds.find((item) => item === parameter.schema.type) ?? 'string'
  const change = (schema: Record<string, unknown>, value: unknown) =>
    store
      .getState()
      .edit((document) => setParameter(document, name, { schema, default: value }), `parameter ${name}`)
  const write = (text: string) => {
    setTyped(text)
    const value = valueOf(kind, text, language)
    if (value !== undefined) change(parameter.schema, value)
  }
  const isNumber = kind === 'number' || kind === 'integer'
  const shown =
    isNumber && typeof parameter.default === 'number'
      ? writeNumber(parameter.default, language)
      : String(parameter.default)
  const isWrong = typed !== undefined && valueOf(kind, typed, language) === undefined
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          disabled={isReadOnly}
          aria-label={t('parameter.deleteOf', { name })}
          onClick={() => store.getState().edit((document) => deleteParameter(document, name))}
        >
          {t('delete')}
        </Button>
      </Group>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <NativeSelect
          size="xs"
          aria-label={t('parameter.typeOf', { name })}
          value={kind}
          disabled={isReadOnly}
          data={kinds.map((value) => ({ value, label: t(`parameter.type.${value}`) }))}
          onChange={(event) => {
            const wanted = event.currentTarget.value as Kind
            setTyped(undefined)
            change({ type: wanted }, firstValues[wanted])
          }}
        />
        <TextInput
          className="ecoki-grow"
          size="xs"
          aria-label={t('parameter.valueOf', { name })}
          value={typed ?? shown}
          readOnly={isReadOnly}
          error={isWrong ? t(`parameter.wrong.${kind}`) : undefined}
          onChange={(event) => write(event.currentTarget.value)}
          onBlur={() => !isWrong && setTyped(undefined)}
        />
      </Group>
    </Paper>
  )
}

function valueOf(kind: Kind, text: string, language: 'de' | 'en'): unknown {
  if (kind === 'string') return text
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  const value = parseNumber(text, language)
  return kind === 'integer' && !Number.isSafeInteger(value) ? undefined : value
}

function NewParameter() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const [name, setName] = useState('')
  const isTaken = useEditorState((state) => Object.hasOwn(state.document.parameters, name.trim()))
  const add = () => {
    store
      .getState()
      .edit((document) => setParameter(document, name.trim(), { schema: { type: 'number' }, default: 0 }))
    setName('')
  }
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <TextInput
        className="ecoki-grow"
        size="xs"
        label={t('parameter.new')}
        value={name}
        maxLength={100}
        error={isTaken ? t('parameter.taken') : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" disabled={name.trim() === '' || isTaken} onClick={add}>
        {t('parameter.add')}
      </Button>
    </Group>
  )
}
