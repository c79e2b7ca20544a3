import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import { openRegistry } from './registry.ts'

const example = join(checkoutDirectory, 'examples', 'adapter-weighbridge')
const folder = await makeTemporaryFolder()
afterAll(() => folder.remove())

test('an adapter from a folder stands beside the others, with all that a form needs', async () => {
  const registry = await openRegistry([example])
  expect((await registry.find('weighbridge'))?.protocol).toBe('weighbridge')
  const described = registry.describe()
  expect(described.filter(({ isForeign }) => !isForeign).map(({ protocol }) => protocol)).toEqual(
    expect.arrayContaining(['modbus', 'mqtt', 'opc-ua']),
  )
  expect(described.find(({ protocol }) => protocol === 'weighbridge')).toMatchObject({
    title: { de: 'Fahrzeugwaage', en: 'Weighbridge' },
    version: 1,
    isForeign: true,
    config: { type: 'object', properties: { host: { type: 'string' }, port: { default: 4001 } } },
    address: { properties: { channel: { type: 'string' } } },
  })
})

test.for([
  [
    'a protocol that is there already',
    `export const adapter = (await import('${example}/index.js')).adapter`,
  ],
  ['no adapter', 'export const adapter = { protocol: "x" }'],
  ['nothing', ''],
])('%s keeps the host from starting, with the place named', async ([name, content]) => {
  const place = join(folder.path, name.replaceAll(' ', '-'))
  await mkdir(place)
  await writeFile(join(place, 'index.mjs'), content)
  await expect(openRegistry([example, place])).rejects.toThrow(place)
})
