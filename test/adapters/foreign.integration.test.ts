/**
 * The contract for an adapter from outside of the repository: the example, or the one in the folder that
 * ECOKI_TEST_ADAPTER names. Beside its index it has a rig.ts. It is loaded as the adapter host loads it, from a copy
 * that can see nothing of the repository.
 */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'
import { loadForeign } from '#adapters/host/foreign.ts'
import { checkoutDirectory } from '#config/directories.ts'
import { testEnvironment } from '#config/test.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import { describeAdapter } from './contract.ts'
import type { AdapterRig } from './rig.ts'

const place =
  testEnvironment().ECOKI_TEST_ADAPTER ?? join(checkoutDirectory, 'examples', 'adapter-weighbridge')
const folder = await makeTemporaryFolder()
afterAll(() => folder.remove())
await cp(place, folder.path, { recursive: true })

const { rig } = (await import(pathToFileURL(join(place, 'rig.ts')).href)) as {
  rig: Omit<AdapterRig, 'adapter'>
}
describeAdapter({ ...rig, adapter: await loadForeign(folder.path) })
