import { expect, it } from 'vitest'
import { discriminatorOf, kindOf, missingFields, variantOf } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'

const user: JsonSchema = {
  type: 'object',
  properties: {
    kind: { const: 'user' },
    name: { type: 'string' },
    password: { type: 'string', format: 'secret' },
  },
  required: ['kind', 'name', 'password'],
}
const anonymous: JsonSchema = {
  type: 'object',
  properties: { kind: { const: 'anonymous' } },
  required: ['kind'],
}
const identity: JsonSchema = { default: { kind: 'anonymous' }, oneOf: [anonymous, user] }
const schema: JsonSchema = { properties: { host: { type: 'string' }, identity }, required: ['host'] }

it('shows each field as what it is', () => {
  expect(kindOf(identity)).toBe('variants')
  expect(kindOf(user.properties!.password)).toBe('secret')
  expect(kindOf({ anyOf: [{ const: 0 }, { const: 1 }] })).toBe('choice')
  expect(kindOf({ type: 'array', items: { type: 'string' } })).toBe('lines')
  expect(kindOf({ type: 'array', items: { type: 'object' } })).toBe('json')
})

it('tells variants apart by the field that differs', () => {
  expect(discriminatorOf([anonymous, user])).toEqual({ name: 'kind', values: [['anonymous'], ['user']] })
  expect(variantOf(identity, { kind: 'user' })).toBe(user)
  expect(variantOf(identity, undefined)).toBe(anonymous)
})

it('names what is missing, also in the variant that was chosen', () => {
  expect(missingFields(schema, {})).toEqual(['host'])
  expect(missingFields(schema, { host: 'a', identity: { kind: 'user', name: 'b' } })).toEqual([
    'identity.password',
  ])
  expect(missingFields(schema, { host: 'a' })).toEqual([])
})
