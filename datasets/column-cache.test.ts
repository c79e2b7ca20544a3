import { describe, expect, it } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { newFloats } from '#pipeline/table.ts'
import { CachedStore } from './column-cache.ts'
import { FolderStore } from './folder-store.ts'
import { MemoryStore } from './memory-store.ts'
import { describeStore } from './store-contract.ts'

describeStore('CachedStore', (folder) => new CachedStore(new FolderStore(folder), 1_000))

/** Counts the reads and hashes that get through to it. */
class CountingStore extends MemoryStore {
  reads = 0
  hashes = 0

  override getColumn(hash: string): Promise<ColumnData> {
    this.reads++
    return super.getColumn(hash)
  }

  override hashColumn(column: ColumnData): ReturnType<MemoryStore['hashColumn']> {
    this.hashes++
    return super.hashColumn(column)
  }
}

function columnOf(value: number): ColumnData {
  return { type: 'number', values: newFloats(2).fill(value) }
}

describe('CachedStore', () => {
  it('reads what several want at once only once, and not again while it is held', async () => {
    const inner = new CountingStore('unused')
    const { hash } = await inner.putColumn(columnOf(1))
    const cached = new CachedStore(inner, 1_000)
    const found = await Promise.all([cached.getColumn(hash), cached.getColumn(hash), cached.getColumn(hash)])
    expect(await cached.getColumn(hash)).toBe(found[0])
    expect(inner.reads).toBe(1)
  })

  it('reads again after a failure', async () => {
    const inner = new CountingStore('unused')
    const cached = new CachedStore(inner, 1_000)
    const { hash } = await inner.hashColumn(columnOf(1))
    await expect(cached.getColumn(hash)).rejects.toMatchObject({ code: 'object-missing' })
    await inner.putColumn(columnOf(1))
    expect((await cached.getColumn(hash)).values).toEqual(columnOf(1).values)
  })

  it('drops the least recently used beyond its bytes', async () => {
    const inner = new CountingStore('unused')
    const cached = new CachedStore(inner, 32)
    const first = await cached.putColumn(columnOf(1))
    const second = await cached.putColumn(columnOf(2))
    await cached.getColumn(first.hash)
    await cached.putColumn(columnOf(3))
    expect(cached.bytesHeld).toBe(32)
    await cached.getColumn(first.hash)
    expect(inner.reads).toBe(0)
    await cached.getColumn(second.hash)
    expect(inner.reads).toBe(1)
  })

  it('does not hold a column that is bigger than all of it', async () => {
    const cached = new CachedStore(new MemoryStore('unused'), 8)
    const { hash } = await cached.putColumn(columnOf(1))
    expect(cached.bytesHeld).toBe(0)
    expect((await cached.getColumn(hash)).values).toEqual(columnOf(1).values)
  })

  it('knows the address of a column that came from it', async () => {
    const inner = new CountingStore('unused')
    const cached = new CachedStore(inner, 1_000)
    const column = columnOf(1)
    const { hash } = await cached.putColumn(column)
    expect(await cached.putColumn(column)).toEqual({ hash, bytes: 16 })
    expect((await cached.hashColumn(await cached.getColumn(hash))).hash).toBe(hash)
    expect(inner.hashes).toBe(1)
  })
})
