import { Button, Group, Select } from '@mantine/core'
import type { FieldProps } from '@rjsf/utils'
import { useTranslation } from 'react-i18next'
import type { FormContext } from './form-context.ts'
import { isReference } from './form-schema.ts'

/** A setting that takes its value from a parameter of the pipeline. */
export function ParameterField({ formData, onChange, schema, registry, fieldPathId, name }: FieldProps) {
  const { t } = useTranslation('editor')
  const { parameters, isReadOnly } = registry.formContext as FormContext
  const chosen = isReference(formData) ? formData.$param : ''
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <Select
        className="ecoki-grow"
        size="xs"
        id={fieldPathId.$id}
        label={schema.title ?? name}
        description={t('parameter.takesFrom')}
        data={[...new Set([...parameters, chosen])].filter(Boolean)}
        value={chosen || null}
        disabled={isReadOnly}
        allowDeselect={false}
        onChange={(next) => next && onChange({ $param: next }, fieldPathId.path)}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={isReadOnly}
        onClick={() => onChange(undefined, fieldPathId.path)}
      >
        {t('parameter.unbind')}
      </Button>
    </Group>
  )
}
