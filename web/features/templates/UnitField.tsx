import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { unitLabel } from '#pipeline/unit-label.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { OwnColumns } from './use-own-columns.ts'

export interface UnitFieldProps {
  column: string
  columns: OwnColumns
  onState?(): void
}

/** In which unit a column is, where its data do not say it or say it wrongly; taken when the field is left. */
export function UnitField({ column, columns, onState }: UnitFieldProps) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const own = columns.offers.data?.columns.find(({ name }) => name === column)
  const [text, setText] = useState(columns.units[column] ?? '')
  const keep = () => {
    if (text.trim() === (columns.units[column] ?? '')) return
    onState?.()
    columns.stateUnit(column, text)
  }
  return (
    <TextInput
      label={t('unit.label')}
      aria-label={t('unit.labelOf', { column })}
      placeholder={unitLabel(own ?? {})[language] || t('unit.unknown')}
      value={text}
      maxLength={80}
      w={170}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  )
}
