/** Checks values against JSON schemas without compiling code, which the content security policy forbids. */
import { Validator } from '@cfworker/json-schema'
import type { Schema } from '@cfworker/json-schema'
import { toErrorSchema } from '@rjsf/utils'
import type { RJSFSchema, RJSFValidationError, ValidatorType } from '@rjsf/utils'

type FormData = Record<string, unknown>

/** One interpreter per schema object; schemas of blocks live as long as the page. */
const validators = new WeakMap<object, Validator>()

function validatorOf(schema: object): Validator {
  const known = validators.get(schema)
  if (known) return known
  const made = new Validator(schema as Schema, '7', false)
  validators.set(schema, made)
  return made
}

/** What is wrong with a value, by dotted property path. */
export function schemaErrors(schema: RJSFSchema, value: unknown): RJSFValidationError[] {
  // Undefined members are no members, as in JSON.
  const data: unknown = value === undefined ? {} : JSON.parse(JSON.stringify(value))
  return validatorOf(schema)
    .validate(data)
    .errors.map(({ keyword, instanceLocation, error }) => ({
      name: keyword,
      property: instanceLocation.replace(/^#/, '').replaceAll('/', '.'),
      message: error,
      stack: error,
    }))
}

export const validator: ValidatorType<FormData> = {
  validateFormData(formData, schema) {
    const errors = schemaErrors(schema, formData)
    return { errors, errorSchema: toErrorSchema<FormData>(errors) }
  },
  /** Also asked with parts of a schema, whose references lead into the whole. */
  isValid(schema, formData, rootSchema) {
    const definitions = rootSchema.definitions
    const whole = definitions && !schema.definitions ? { ...schema, definitions } : schema
    return schemaErrors(whole, formData).length === 0
  },
  rawValidation: <Result = unknown>(schema: RJSFSchema, formData?: FormData) => ({
    errors: schemaErrors(schema, formData) as Result[],
  }),
}
