import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { Spool } from '#adapters/spool/spool.ts'
import { filesIn } from '#adapters/spool/spool-files.ts'
import { readKeptFiles } from './data-files.ts'
import { holdSpool } from './spool-copy.ts'

test('what waits in the spool when it is held is in the copy, though it is emptied before it is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-spool-copy-'))
  try {
    const options = { maxBytes: 1e6, segmentBytes: 200 }
    const spool = await Spool.open({ files: filesIn(join(folder, 'spool')), ...options })
    for (let id = 0; id < 20; id++) await spool.append(Buffer.alloc(50, id), 1)
    const held = await holdSpool(folder)
    while (!spool.isEmpty) await spool.advance((await spool.read(1e6)).next)
    await spool.append(Buffer.alloc(50, 99), 1)
    const copy = join(folder, 'copy')
    mkdirSync(join(copy, 'spool'), { recursive: true })
    await held.write(async ({ path }, content) =>
      writeFile(join(copy, path.replace('files/', '')), await buffer(content)),
    )
    await held.close()
    await spool.close()
    const restored = await Spool.open({ files: filesIn(join(copy, 'spool')), ...options })
    const { records, losses } = await restored.read(1e6)
    expect(records.map(({ content }) => content[0])).toEqual(Array.from({ length: 20 }, (_, id) => id))
    expect(losses).toEqual([])
    await restored.close()
    expect(readKeptFiles(folder).filter(({ path }) => path.startsWith('spool/'))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('without a spool there is nothing to copy', async () => {
  const held = await holdSpool('/nowhere')
  await held.write(() => Promise.reject(new Error('an entry')))
  await held.close()
})
