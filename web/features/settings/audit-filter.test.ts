import { expect, test } from 'vitest'
import { noFilter, queryOf } from './audit-filter.ts'

test('empty fields ask for nothing', () => {
  expect(queryOf(noFilter)).toEqual({})
  expect(queryOf({ ...noFilter, actor: '  ' })).toEqual({})
})

test('the last day is included whole', () => {
  expect(
    queryOf({ actor: ' ada ', action: 'run.', result: 'refused', from: '2026-12-31', until: '2026-12-31' }),
  ).toEqual({
    actor: 'ada',
    action: 'run.',
    result: 'refused',
    from: new Date(2026, 11, 31).toISOString(),
    to: new Date(2027, 0, 1).toISOString(),
  })
})
