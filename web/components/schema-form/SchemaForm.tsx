import { Collapse, Button, Stack } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isMain } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { SchemaField } from './SchemaField.tsx'

/** Words for a field by its dotted path, and for a value of it; undefined where there are none. */
export interface FieldWords {
  label(path: string): string | undefined
  hint(path: string): string | undefined
  choice(path: string, value: string): string | undefined
}

export interface SchemaFormProps {
  schema: JsonSchema
  value: Record<string, unknown>
  onChange(value: Record<string, unknown>): void
  words: FieldWords
  /** Shown at once, beside those that are required. */
  main?: string[]
}

/** A form from a JSON schema: what must be said first, what has a default behind a button. */
export function SchemaForm({ schema, value, onChange, words, main = [] }: SchemaFormProps) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const names = Object.keys(schema.properties ?? {})
  const first = names.filter((name) => isMain(schema, name) || main.includes(name))
  const others = names.filter((name) => !first.includes(name))
  const field = (name: string) => (
    <SchemaField
      key={name}
      {...{ path: name, schema: schema.properties![name], words, isRequired: isMain(schema, name) }}
      value={value[name]}
      onChange={(next) => onChange(withField(value, name, next))}
    />
  )
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <Stack gap="sm">
      {first.map(field)}
      {others.length > 0 && (
        <>
          <Button
            {...{ variant: 'subtle', color: 'gray', size: 'compact-sm', 'aria-expanded': isOpen }}
            style={{ alignSelf: 'start' }}
            leftSection={<Chevron size={16} />}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t('moreSettings')}
          </Button>
          <Collapse expanded={isOpen}>
            <Stack gap="sm">{others.map(field)}</Stack>
          </Collapse>
        </>
      )}
    </Stack>
  )
}

/** What is not given is not there: defaults are the protocol's. */
export function withField(
  value: Record<string, unknown>,
  name: string,
  next: unknown,
): Record<string, unknown> {
  const others = Object.entries(value).filter(([key]) => key !== name)
  return Object.fromEntries(next === undefined || next === '' ? others : [...others, [name, next]])
}
