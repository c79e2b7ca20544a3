import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface SearchFieldProps {
  label: string
  value: string
  onChange(value: string): void
}

/** Searches while one types, after a short pause. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const tell = useDebouncedCallback(onChange, 250)
  const set = (next: string) => {
    setText(next)
    tell(next.trim())
  }
  return (
    <TextInput
      {...{ type: 'search', 'aria-label': label, placeholder: label, value: text, maxLength: 200, w: 280 }}
      leftSection={<IconSearch size={16} />}
      rightSection={text && <CloseButton size="sm" aria-label={t('clear')} onClick={() => set('')} />}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}
