import { withTheme } from '@rjsf/core'
import { Theme } from '@rjsf/mantine'
import type { ErrorSchema, RegistryFieldsType, RegistryWidgetsType } from '@rjsf/utils'
import { useMemo } from 'react'
import type { BlockDescription } from '#pipeline/block-description.ts'
import type { Issue } from '#pipeline/issue.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { ColumnsWidget, ColumnWidget } from './column-widgets.tsx'
import { FileField } from './FileField.tsx'
import type { FormContext } from './form-context.ts'
import { formSchema, withDefaults, withoutDefaults } from './form-schema.ts'
import {
  ArrayFieldItemTemplate,
  ArrayFieldTemplate,
  FieldTemplate,
  ObjectFieldTemplate,
} from './form-templates.tsx'
import { ParameterField } from './ParameterField.tsx'
import { validator } from './validator.ts'
import {
  AnyValueWidget,
  CheckWidget,
  ChoiceWidget,
  DecimalWidget,
  DurationWidget,
  LineWidget,
  NumbersWidget,
  TextsWidget,
} from './widgets.tsx'

type Config = Record<string, unknown>

export interface ConfigFormProps {
  block: BlockDescription
  config: Config
  issues: readonly Issue[]
  context: FormContext
  onChange(config: Config, field: string): void
}

const Form = withTheme<Config>(Theme as Parameters<typeof withTheme<Config>>[0])

const widgets = {
  column: ColumnWidget,
  columns: ColumnsWidget,
  choice: ChoiceWidget,
  decimal: DecimalWidget,
  duration: DurationWidget,
  checkbox: CheckWidget,
  line: LineWidget,
  numbers: NumbersWidget,
  texts: TextsWidget,
  anyValue: AnyValueWidget,
} as unknown as RegistryWidgetsType<Config>
const fields = { parameter: ParameterField, file: FileField } as unknown as RegistryFieldsType<Config>
const templates = { FieldTemplate, ObjectFieldTemplate, ArrayFieldTemplate, ArrayFieldItemTemplate }
/** Defaults are the block's affair; the form writes none into a config. */
const noDefaults = { emptyObjectFields: 'skipDefaults', arrayMinItems: { populate: 'never' } } as const

/** A block's settings, from its schema. */
export function ConfigForm({ block, config, issues, context, onChange }: ConfigFormProps) {
  const language = useLanguage()
  const schema = block.configSchema
  const form = useMemo(
    () => formSchema(schema, config, { block: block.spec.id, language, fileField: block.spec.fileField }),
    [schema, config, block, language],
  )
  const shown = useMemo(() => withDefaults(schema, config), [schema, config])
  const bind = (field: string) => onChange({ ...config, [field]: { $param: context.parameters[0] } }, field)
  return (
    <Form
      tagName="div"
      idPrefix="config"
      schema={form.schema}
      uiSchema={form.uiSchema}
      formData={shown}
      formContext={{ ...context, bind }}
      validator={validator}
      noValidate
      showErrorList={false}
      extraErrors={errorSchema(issues)}
      extraErrorsBlockSubmit={false}
      readonly={context.isReadOnly}
      widgets={widgets}
      fields={fields}
      templates={templates as never}
      experimental_defaultFormStateBehavior={noDefaults}
      onChange={({ formData }, id) => {
        if (formData) onChange(withoutDefaults(schema, config, formData), id ?? '')
      }}
    />
  )
}

/** Problems stand at their fields, in the words of the gateway. */
function errorSchema(issues: readonly Issue[]): ErrorSchema<Config> {
  const errors: Record<string, unknown> = {}
  for (const issue of issues) {
    if (issue.field === undefined || issue.accepted !== undefined) continue
    let at = errors
    for (const key of issue.field.split('.')) at = (at[key] ??= {}) as Record<string, unknown>
    at.__errors = [...((at.__errors as string[] | undefined) ?? []), issue.message]
  }
  return errors as ErrorSchema<Config>
}
