import { Button, Group, PasswordInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface SecretFieldProps {
  label: string
  description?: string
  withAsterisk: boolean
  maw: number
  value: unknown
  onChange(value: unknown): void
}

/** Can be given and replaced, never looked at: what is stored comes back as a reference. */
export function SecretField({ value, onChange, ...look }: SecretFieldProps) {
  const { t } = useTranslation()
  if (typeof value === 'object' && value !== null)
    return (
      <Group gap="sm">
        <Text size="sm">
          {look.label}: {t('secretStored')}
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => onChange('')}>
          {t('secretReplace')}
        </Button>
      </Group>
    )
  return (
    <PasswordInput
      {...look}
      autoComplete="new-password"
      value={typeof value === 'string' ? value : ''}
      visibilityToggleButtonProps={{ 'aria-label': t('secretShow') }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
