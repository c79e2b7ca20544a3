import { describe, expect, test } from 'vitest'
import { cacheDirectory, checkoutName, dataDirectory } from './directories.ts'

const person = { isRoot: false, home: '/home/ada' }
const root = { isRoot: true, home: '/root' }

describe('folders', () => {
  test('of a person follow the XDG specification', () => {
    expect(cacheDirectory({}, person)).toBe('/home/ada/.cache/ecoki')
    expect(cacheDirectory({ XDG_CACHE_HOME: '/fast' }, person)).toBe('/fast/ecoki')
    expect(dataDirectory({}, '/src/plant', person)).toMatch(
      /^\/home\/ada\/\.local\/share\/ecoki\/plant-[0-9a-f]{8}$/,
    )
    expect(dataDirectory({ XDG_DATA_HOME: '/big' }, '/src/plant', person)).toMatch(/^\/big\/ecoki\/plant-/)
  })

  test('given relatively are ignored, as that specification says', () => {
    expect(cacheDirectory({ XDG_CACHE_HOME: 'fast' }, person)).toBe('/home/ada/.cache/ecoki')
  })

  test("of the superuser are the system's", () => {
    expect(cacheDirectory({}, root)).toBe('/var/cache/ecoki')
    expect(dataDirectory({}, '/src/plant', root)).toMatch(/^\/var\/lib\/ecoki\/plant-/)
  })

  test('that are named win', () => {
    expect(cacheDirectory({ ECOKI_CACHE: '/c' }, root)).toBe('/c')
    expect(dataDirectory({ ECOKI_DATA: '/d' }, '/src/plant', person)).toBe('/d')
  })

  test('of two checkouts with the same name differ', () => {
    expect(checkoutName('/a/plant')).not.toBe(checkoutName('/b/plant'))
  })
})
