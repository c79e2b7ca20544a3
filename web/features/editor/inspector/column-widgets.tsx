import { Group, MultiSelect, Select, Text } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { useTranslation } from 'react-i18next'
import type { Column } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { choiceLabel } from './field-texts.ts'
import type { FormContext } from './form-context.ts'
import { common } from './widgets.tsx'

/** One column of what comes in; a name that is not there (any more) stays and is shown. */
export function ColumnWidget(props: WidgetProps) {
  const { t } = useTranslation('editor')
  const columns = columnsOf(props)
  const value = typeof props.value === 'string' ? props.value : null
  return (
    <Select
      {...common(props)}
      data={names(columns, value === null ? [] : [value])}
      value={value}
      searchable
      clearable={!props.required}
      nothingFoundMessage={t('column.none')}
      renderOption={({ option }) => <ColumnOption column={find(columns, option.value)} name={option.value} />}
      onChange={(next) => props.onChange(next ?? undefined)}
    />
  )
}

export function ColumnsWidget(props: WidgetProps) {
  const { t } = useTranslation('editor')
  const columns = columnsOf(props)
  const value = (props.value as string[] | undefined) ?? []
  return (
    <MultiSelect
      {...common(props)}
      data={names(columns, value)}
      value={value}
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={t('column.none')}
      renderOption={({ option }) => <ColumnOption column={find(columns, option.value)} name={option.value} />}
      onChange={(next) => props.onChange(next.length === 0 && !props.required ? undefined : next)}
    />
  )
}

function columnsOf({ registry }: WidgetProps): readonly Column[] {
  return (registry.formContext as FormContext).columns
}

function names(columns: readonly Column[], chosen: readonly string[]): string[] {
  return [...new Set([...columns.map((column) => column.name), ...chosen])]
}

function find(columns: readonly Column[], name: string): Column | undefined {
  return columns.find((column) => column.name === name)
}

function ColumnOption({ column, name }: { column: Column | undefined; name: string }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const about = column
    ? [choiceLabel(column.type, language), unitLabel(column)[language]].filter(Boolean).join(' · ')
    : t('column.gone')
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap" w="100%">
      <Text size="xs">{name}</Text>
      <Text size="xs" c="dimmed">
        {about}
      </Text>
    </Group>
  )
}
