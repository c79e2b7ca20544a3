import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface JsonFieldProps {
  label: string
  description?: string
  withAsterisk: boolean
  maw: number
  value: unknown
  onChange(value: unknown): void
}

/** For what no field is made for: written as JSON, taken once it can be read. */
export function JsonField({ value, onChange, ...look }: JsonFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value))
  const [isWrong, setIsWrong] = useState(false)
  const keep = () => {
    const read = readJson(text)
    setIsWrong(read === undefined)
    if (read) onChange(read.value)
  }
  return (
    <Textarea
      {...look}
      {...{ value: text, ff: 'monospace', autosize: true, minRows: 1, maxRows: 10, placeholder: 'JSON' }}
      error={isWrong && t('jsonWrong')}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
    />
  )
}

function readJson(text: string): { value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined // said beside the field
  }
}
