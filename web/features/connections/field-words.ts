import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { FieldWords } from '../../components/schema-form/SchemaForm.tsx'

/** Fields that people mostly need, though they have a default. */
export const mainFields = ['port', 'security', 'identity', 'user', 'password', 'tls']

/** Words for the fields of a protocol's config; foreign protocols name theirs by themselves. */
export function useFieldWords(protocol: string): FieldWords {
  useTranslation('connections')
  const find = (...keys: string[]) => {
    const key = keys.find((one) => i18next.exists(`connections:${one}`))
    return key === undefined ? undefined : String(i18next.getResource(i18next.language, 'connections', key))
  }
  return {
    label: (path) => find(`field.${protocol}.${path}`, `field.${path}`),
    hint: (path) => find(`hint.${protocol}.${path}`, `hint.${path}`),
    choice: (path, value) => find(`choice.${path}.${value}`),
  }
}
