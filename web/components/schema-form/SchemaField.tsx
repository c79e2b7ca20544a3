import { Fieldset, NumberInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { choicesOf, discriminatorOf, isMain, kindOf, variantOf } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { JsonField } from './JsonField.tsx'
import { SecretField } from './SecretField.tsx'
import type { FieldWords } from './SchemaForm.tsx'

export interface SchemaFieldProps {
  /** Dotted, for its words. */
  path: string
  schema: JsonSchema
  value: unknown
  onChange(value: unknown): void
  words: FieldWords
  isRequired: boolean
}

/** One field, as what its schema says it is. */
export function SchemaField(props: SchemaFieldProps) {
  switch (kindOf(props.schema)) {
    case 'object':
      return <ObjectField {...props} />
    case 'variants':
      return <VariantField {...props} />
    case 'choice':
      return <ChoiceField {...props} choices={choicesOf(props.schema)} />
    case 'flag':
      return <FlagField {...props} />
    case 'number':
      return <NumberField {...props} />
    case 'secret':
      return <SecretField {...lookOf(props)} value={props.value} onChange={props.onChange} />
    case 'lines':
      return <LinesField {...props} />
    case 'json':
      return <JsonField {...lookOf(props)} value={props.value} onChange={props.onChange} />
    default:
      return <TextField {...props} />
  }
}

function lookOf({ path, schema, words, isRequired }: SchemaFieldProps) {
  const label = words.label(path) ?? schema.title ?? path.split('.').at(-1)!
  return { label, description: words.hint(path), withAsterisk: isRequired, maw: 560 }
}

function TextField(props: SchemaFieldProps) {
  const { schema, value, onChange } = props
  const look = {
    ...lookOf(props),
    value: typeof value === 'string' ? value : '',
    maxLength: schema.maxLength,
    placeholder: String(schema.examples?.[0] ?? schema.default ?? ''),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  const isLong = (schema.maxLength ?? 0) > 10_000
  return isLong ? <Textarea {...look} autosize minRows={2} maxRows={8} /> : <TextInput {...look} />
}

function NumberField(props: SchemaFieldProps) {
  const { schema, value, onChange } = props
  return (
    <NumberInput
      {...lookOf(props)}
      {...{ min: schema.minimum, max: schema.maximum, w: 240, allowDecimal: schema.type === 'number' }}
      value={typeof value === 'number' ? value : ''}
      placeholder={schema.default === undefined ? '' : String(schema.default)}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  )
}

function FlagField(props: SchemaFieldProps) {
  const { schema, value, onChange } = props
  const { label, description } = lookOf(props)
  return (
    <Switch
      {...{ label, description, checked: (value ?? schema.default ?? false) === true }}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function ChoiceField({ choices, ...props }: SchemaFieldProps & { choices: unknown[] }) {
  const { path, schema, value, onChange, words } = props
  const data = choices.map((choice) => ({
    value: String(choice),
    label: words.choice(path, String(choice)) ?? String(choice),
  }))
  return (
    <Select
      {...lookOf(props)}
      {...{ data, allowDeselect: false, w: 320 }}
      value={String(value ?? schema.default ?? '')}
      onChange={(next) => onChange(choices.find((choice) => String(choice) === next))}
    />
  )
}

function LinesField(props: SchemaFieldProps) {
  const { schema, value, onChange } = props
  const lines = (value ?? schema.default ?? []) as string[]
  const set = (text: string) => onChange(text === '' ? undefined : text.split('\n'))
  return (
    <Textarea
      {...lookOf(props)}
      {...{ autosize: true, minRows: 1, maxRows: 8, value: lines.join('\n') }}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

/** Fields that belong together; an optional group is there once it is switched on. */
function ObjectField(props: SchemaFieldProps) {
  const { schema, value, onChange, isRequired } = props
  const { label, description } = lookOf(props)
  const isOn = isRequired || value !== undefined
  return (
    <Stack gap="xs">
      {!isRequired && (
        <Switch
          {...{ label, description, checked: isOn }}
          onChange={(event) => onChange(event.currentTarget.checked ? {} : undefined)}
        />
      )}
      {isOn && (
        <Fieldset legend={label} maw={600}>
          <Fields {...props} schema={schema} />
        </Fieldset>
      )}
    </Stack>
  )
}

function VariantField(props: SchemaFieldProps) {
  const { path, schema, onChange } = props
  const value = (props.value ?? schema.default) as Record<string, unknown> | undefined
  const discriminator = discriminatorOf(schema.oneOf!)
  if (!discriminator) return <JsonField {...lookOf(props)} value={value} onChange={onChange} />
  const { name, values } = discriminator
  const variant = variantOf(schema, value)
  return (
    <Stack gap="xs">
      <ChoiceField
        {...{ ...props, choices: values.flat(), value: value?.[name] }}
        onChange={(next) => onChange({ [name]: next })}
      />
      <Fields {...{ ...props, path, value, schema: variant, except: name }} />
    </Stack>
  )
}

function Fields({ except, ...props }: SchemaFieldProps & { except?: string }) {
  const { path, schema, words, onChange } = props
  const value = (props.value ?? {}) as Record<string, unknown>
  const names = Object.keys(schema.properties ?? {}).filter((name) => name !== except)
  return (
    <Stack gap="sm">
      {names.map((name) => (
        <SchemaField
          key={name}
          {...{ path: `${path}.${name}`, schema: schema.properties![name], words }}
          value={value[name]}
          isRequired={isMain(schema, name)}
          onChange={(next) => onChange({ ...value, [name]: next === '' ? undefined : next })}
        />
      ))}
    </Stack>
  )
}
