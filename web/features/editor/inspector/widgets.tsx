import { Checkbox, Group, MultiSelect, NativeSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { ariaDescribedByIds } from '@rjsf/utils'
import type { WidgetProps } from '@rjsf/utils'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../../lib/use-language.ts'
import { durationUnits, joinDuration, parseNumber, splitDuration, writeNumber } from './numbers.ts'

/** What every field of the form has in common. */
export function common({
  id,
  label,
  required,
  disabled,
  readonly,
  rawErrors,
  schema,
  hideLabel,
}: WidgetProps) {
  return {
    id,
    label: hideLabel ? undefined : label,
    'aria-label': hideLabel ? label : undefined,
    'aria-describedby': ariaDescribedByIds(id),
    description: hideLabel ? undefined : schema.description,
    withAsterisk: required,
    disabled: disabled || readonly,
    error: rawErrors && rawErrors.length > 0 ? rawErrors.join(' ') : undefined,
    size: 'xs' as const,
  }
}

export function LineWidget(props: WidgetProps) {
  const { value, onChange, schema } = props
  return (
    <TextInput
      {...common(props)}
      value={typeof value === 'string' ? value : ''}
      maxLength={schema.maxLength}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  )
}

/** Keeps what is typed while it is no number yet. */
export function DecimalWidget(props: WidgetProps) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { value, onChange } = props
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (typeof value === 'number' ? writeNumber(value, language) : '')
  const isWrong = typed !== undefined && typed.trim() !== '' && parseNumber(typed, language) === undefined
  const own = common(props)
  return (
    <TextInput
      {...own}
      inputMode="decimal"
      value={shown}
      error={isWrong ? t('field.noNumber') : own.error}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const number = parseNumber(text, language)
        if (text.trim() === '' || number !== undefined) onChange(number)
      }}
      onBlur={() => !isWrong && setTyped(undefined)}
    />
  )
}

export function DurationWidget(props: WidgetProps) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { value, onChange } = props
  const parts = splitDuration(typeof value === 'string' ? value : '')
  const [typed, setTyped] = useState<string>()
  const own = common(props)
  const tell = (amount: string, unit: string) =>
    onChange(amount.trim() === '' ? undefined : joinDuration({ amount, unit }, language))
  const numeric = Number(parts.amount)
  const shown =
    typed ?? (Number.isFinite(numeric) && parts.amount ? writeNumber(numeric, language) : parts.amount)
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <TextInput
        {...own}
        className="ecoki-grow"
        inputMode="decimal"
        value={shown}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          tell(event.currentTarget.value, parts.unit)
        }}
        onBlur={() => setTyped(undefined)}
      />
      <NativeSelect
        size="xs"
        w={92}
        aria-label={t('field.unitOf', { field: props.label })}
        disabled={own.disabled}
        value={parts.unit}
        data={durationUnits.map((unit) => ({ value: unit, label: t(`unit.${unit}`) }))}
        onChange={(event) => tell(parts.amount, event.currentTarget.value)}
      />
    </Group>
  )
}

export function CheckWidget(props: WidgetProps) {
  const own = common(props)
  return (
    <Checkbox
      id={own.id}
      size={own.size}
      label={own.label ?? props.label}
      description={own.description}
      error={own.error}
      disabled={own.disabled}
      checked={props.value === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

/** One or several of a few. */
export function ChoiceWidget(props: WidgetProps) {
  const { value, onChange, options, multiple, required, schema } = props
  const data = (options.enumOptions ?? []).map(({ value: item, label }) => ({ value: String(item), label }))
  const popup = { comboboxProps: { withinPortal: true } }
  if (multiple || schema.type === 'array')
    return (
      <MultiSelect
        {...common(props)}
        {...popup}
        data={data}
        value={(value as unknown[] | undefined)?.map(String) ?? []}
        onChange={onChange}
        searchable={data.length > 8}
      />
    )
  return (
    <Select
      {...common(props)}
      {...popup}
      data={data}
      value={value === undefined ? null : String(value)}
      clearable={!required}
      allowDeselect={false}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

export function TextsWidget(props: WidgetProps) {
  const value = (props.value as string[] | undefined) ?? []
  return <TagsInput {...common(props)} value={value} onChange={props.onChange} acceptValueOnBlur />
}

/** A list of numbers; what is none is not taken. */
export function NumbersWidget(props: WidgetProps) {
  const language = useLanguage()
  const value = ((props.value as number[] | undefined) ?? []).map((item) => writeNumber(item, language))
  return (
    <TagsInput
      {...common(props)}
      value={value}
      splitChars={[';', ' ']}
      acceptValueOnBlur
      onChange={(texts) =>
        props.onChange(texts.map((text) => parseNumber(text, language)).filter((item) => item !== undefined))
      }
    />
  )
}

/** Text, number or boolean, as what is typed looks; quotes make a text of anything. */
export function AnyValueWidget(props: WidgetProps) {
  const language = useLanguage()
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? writeAny(props.value, language)
  return (
    <TextInput
      {...common(props)}
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        props.onChange(readAny(event.currentTarget.value, language))
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

function writeAny(value: unknown, language: 'de' | 'en'): string {
  if (typeof value === 'number') return writeNumber(value, language)
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  return readAny(value, language) === value ? value : `"${value}"`
}

function readAny(text: string, language: 'de' | 'en'): unknown {
  const quoted = /^"(.*)"$/.exec(text)
  if (quoted) return quoted[1]
  if (text === 'true' || text === 'false') return text === 'true'
  return text === '' ? undefined : (parseNumber(text, language) ?? text)
}
