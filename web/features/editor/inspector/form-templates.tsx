import { ActionIcon, Box, Button, Group, Input, Paper, Stack, Text } from '@mantine/core'
import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
} from '@rjsf/utils'
import { IconArrowUp, IconPlus, IconVariable, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FormContext } from './form-context.ts'

type Config = Record<string, unknown>

/** What fields may ask of the form as a whole. */
export interface BindingContext extends FormContext {
  /** Lets a field of the first level take its value from a parameter. */
  bind(field: string): void
}

/** A field; those of the first level can be bound to a parameter. */
export function FieldTemplate(props: FieldTemplateProps<Config>) {
  const { t } = useTranslation('editor')
  const { id, children, hidden, label, registry, fieldPathId, rawErrors = [], schema } = props
  const { bind, parameters, isReadOnly } = registry.formContext as BindingContext
  if (hidden) return null
  const path = fieldPathId.path
  const isTop = path.length === 1 && typeof path[0] === 'string' && props.uiSchema?.['ui:field'] === undefined
  const isGroup = schema.type === 'object' || schema.type === 'array'
  const isListed = isGroup && props.uiSchema?.['ui:widget'] === undefined
  return (
    <Group gap={4} wrap="nowrap" align="flex-start" className="ecoki-field" data-field={path.join('.')}>
      <Box className="ecoki-grow" id={`${id}-field`}>
        {children}
        {isListed && rawErrors.length > 0 && (
          <Text size="xs" c="var(--ecoki-alarm)">
            {rawErrors.join(' ')}
          </Text>
        )}
      </Box>
      {isTop && parameters.length > 0 && !isReadOnly && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('parameter.bind', { field: label })}
          title={t('parameter.bind', { field: label })}
          onClick={() => bind(path[0] as string)}
        >
          <IconVariable size={14} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}

/** Fields below each other, without a heading of their own. */
export function ObjectFieldTemplate({ properties }: ObjectFieldTemplateProps<Config>) {
  return <Stack gap="sm">{properties.map(({ content }) => content)}</Stack>
}

/** A list whose items are written one by one. */
export function ArrayFieldTemplate(props: ArrayFieldTemplateProps<Config>) {
  const { t } = useTranslation('editor')
  const { items, canAdd, onAddClick, title, schema, disabled, readonly, fieldPathId } = props
  return (
    <Input.Wrapper size="xs" labelElement="div" label={title} description={schema.description}>
      <Stack gap={6} mt={4} role="group" aria-label={title} id={fieldPathId.$id}>
        {items}
        {canAdd && (
          <Button
            size="compact-xs"
            variant="default"
            className="ecoki-start"
            leftSection={<IconPlus size={13} aria-hidden />}
            aria-label={t('list.addTo', { field: title })}
            disabled={disabled || readonly}
            onClick={onAddClick}
          >
            {t('list.add')}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  )
}

export function ArrayFieldItemTemplate({
  children,
  buttonsProps,
  index,
  hasToolbar,
}: ArrayFieldItemTemplateProps<Config>) {
  const { t } = useTranslation('editor')
  const { hasRemove, hasMoveUp, onRemoveItem, onMoveUpItem, disabled, readonly } = buttonsProps
  const isFixed = disabled || readonly
  return (
    <Paper withBorder p={6}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <Box className="ecoki-grow">{children}</Box>
        {hasToolbar && (
          <Stack gap={2}>
            {hasRemove && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                disabled={isFixed}
                aria-label={t('list.remove', { number: index + 1 })}
                onClick={onRemoveItem}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
            {hasMoveUp && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                disabled={isFixed}
                aria-label={t('list.up', { number: index + 1 })}
                onClick={onMoveUpItem}
              >
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
            )}
          </Stack>
        )}
      </Group>
    </Paper>
  )
}
