import { expect, it } from 'vitest'
import { columnFromCells } from '#test/fixtures/cells.ts'
import { ColumnCache } from './column-cache.ts'
import { MemoryStore } from './memory-store.ts'

async function storeWith(columns: number): Promise<{ store: MemoryStore; hashes: string[] }> {
  const store = new MemoryStore('/nowhere') // columns stay in memory
  const hashes: string[] = []
  for (let at = 0; at < columns; at++) {
    const cells = Array.from({ length: 100 }, (_, row) => ({ value: at * 1_000 + row }))
    hashes.push((await store.putColumn(columnFromCells('number', cells))).hash)
  }
  return { store, hashes }
}

it('keeps what was used last within its size', async () => {
  const { store, hashes } = await storeWith(3)
  const cache = new ColumnCache(store, 1_600) // two columns of 100 doubles
  const [first, second, third] = hashes
  await cache.get(first)
  await cache.get(second)
  await cache.get(first)
  await cache.get(third)
  for (const hash of hashes) await store.remove(hash)
  expect((await cache.get(first)).values[1]).toBe(1)
  expect((await cache.get(third)).values[1]).toBe(2_001)
  await expect(cache.get(second)).rejects.toMatchObject({ code: 'object-missing' })
})

it('reads again what could not be read', async () => {
  const { store, hashes } = await storeWith(1)
  const cache = new ColumnCache(store, 10_000)
  const column = await store.getColumn(hashes[0])
  await store.remove(hashes[0])
  await expect(cache.get(hashes[0])).rejects.toMatchObject({ code: 'object-missing' })
  await store.putColumn(column)
  expect((await cache.get(hashes[0])).values.length).toBe(100)
})
