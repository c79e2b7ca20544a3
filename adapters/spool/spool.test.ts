import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FailingDisk } from '#test/fixtures/failing-disk.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { filesIn } from './spool-files.ts'
import { Spool } from './spool.ts'
import type { SpoolLoss } from './spool-page.ts'
import { SpoolFull } from './spool-errors.ts'

const small = { maxBytes: 6_000, segmentBytes: 500 }
const roomy = { maxBytes: 1e6, segmentBytes: 500 }

const contentOf = (id: number) => Buffer.from(JSON.stringify({ id, filling: 'SpRc'.repeat(id % 9) }))
const idOf = (content: Uint8Array) => (JSON.parse(Buffer.from(content).toString()) as { id: number }).id

/** Everything that waits, page by page, as if it were stored elsewhere. */
async function drain(spool: Spool, pageBytes = 300): Promise<{ ids: number[]; losses: SpoolLoss[] }> {
  const ids: number[] = []
  const losses: SpoolLoss[] = []
  while (!spool.isEmpty) {
    const page = await spool.read(pageBytes)
    ids.push(...page.records.map(({ content }) => idOf(content)))
    losses.push(...page.losses)
    await spool.advance(page.next)
  }
  return { ids, losses }
}

type Step =
  | { do: 'append'; count: number }
  | { do: 'appendAndCrash'; count: number }
  | {
      do: 'crash' | 'reopen' | 'syncFails' | 'diskFull' | 'diskWorks' | 'drain' | 'drainSome' | 'readAndCrash'
    }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 6 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('appendAndCrash' as const), count: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'reopen' as const, 'syncFails' as const, 'diskFull' as const, 'diskWorks' as const, 'drain' as const, 'drainSome' as const, 'readAndCrash' as const) }) },
  ),
  { minLength: 1, maxLength: 14 },
) // prettier-ignore

/** What was promised, and what came out, over all lives of a spool. */
class Model {
  readonly disk: FailingDisk
  readonly accepted = new Set<number>()
  readonly out = new Set<number>()
  #next = 0
  #spool: Spool | undefined

  constructor(seed: number) {
    this.disk = new FailingDisk(seededRandom(seed).next)
  }

  async run(step: Step): Promise<void> {
    if (step.do === 'append') await this.append(step.count)
    if (step.do === 'appendAndCrash') await this.crashDuring(() => this.append(step.count))
    if (step.do === 'crash') this.crash()
    if (step.do === 'reopen') await this.reopen()
    if (step.do === 'syncFails') this.disk.failsToSync = true
    if (step.do === 'diskFull') this.disk.isFull = true
    if (step.do === 'diskWorks') Object.assign(this.disk, { failsToSync: false, isFull: false })
    if (step.do === 'drain') while (!(await this.spool()).isEmpty && (await this.page())) continue
    if (step.do === 'drainSome') await this.page()
    if (step.do === 'readAndCrash') await this.crashDuring(() => this.page())
  }

  /** Several at once: one sync for all that came while another was under way. */
  async append(count: number): Promise<void> {
    const spool = await this.spool()
    const ids = Array.from({ length: count }, () => this.#next++)
    await Promise.all(
      ids.map(async (id) => {
        try {
          await spool.append(contentOf(id), 1)
          this.accepted.add(id)
        } catch (error) {
          if (!(error instanceof SpoolFull)) throw error
        }
      }),
    )
  }

  /** False where the disk does not take the cursor. */
  async page(): Promise<boolean> {
    const spool = await this.spool()
    const page = await spool.read(200)
    const ids = page.records.map(({ content }) => idOf(content))
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    for (const id of ids) this.out.add(id)
    return spool.advance(page.next).then(
      () => true,
      () => false,
    )
  }

  async crashDuring(work: () => Promise<unknown>): Promise<void> {
    await this.spool()
    const under = work().catch(() => undefined)
    for (let turn = this.accepted.size % 5; turn > 0; turn--) await Promise.resolve()
    this.crash()
    await under
  }

  crash(): void {
    this.disk.crash()
    this.#spool = undefined
  }

  async reopen(): Promise<void> {
    await (await this.spool()).close()
    this.#spool = undefined
  }

  async spool(): Promise<Spool> {
    return (this.#spool ??= await Spool.open({ files: this.disk.files, ...small }))
  }
}

test(
  'what was accepted comes out, in order, whatever happens in between (10,000 sequences)',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer(), async (sequence, seed) => {
        const model = new Model(seed)
        for (const step of sequence) await model.run(step)
        model.crash()
        await model.run({ do: 'diskWorks' })
        await model.run({ do: 'drain' })
        expect([...model.accepted].filter((id) => !model.out.has(id))).toEqual([])
        const spool = await model.spool()
        expect(spool.isEmpty).toBe(true)
        await model.append(1)
        expect(spool.samples).toBe(1)
      }),
      { numRuns: 10_000 },
    )
  },
)

test('a flipped bit costs the record it is in, and it is told how many samples that were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 30 }), fc.nat(), async (count, place) => {
      const disk = new FailingDisk(Math.random)
      const spool = await Spool.open({ files: disk.files, ...roomy })
      for (let id = 0; id < count; id++) await spool.append(contentOf(id), id + 1)
      await spool.close()
      const files = (await disk.files.list()).sort((a, b) => (a.name < b.name ? -1 : 1))
      const file = files[place % files.length]
      disk.flipBit(file.name, place % (file.size * 8))
      const { ids, losses } = await drain(await Spool.open({ files: disk.files, ...roomy }))
      const lost = Array.from({ length: count }, (_, id) => id).filter((id) => !ids.includes(id))
      expect(lost).toHaveLength(1)
      expect(ids).toEqual(ids.toSorted((a, b) => a - b))
      expect(losses).toHaveLength(1)
      // Before the first and behind the last of a segment there may be no record that tells.
      expect([lost[0] + 1, undefined]).toContain(losses[0].samples)
      expect(losses[0].fromUs).toBeLessThanOrEqual(losses[0].toUs)
      if (files.length === 1 && lost[0] > 0 && lost[0] < count - 1)
        expect(losses[0].samples).toBe(lost[0] + 1)
    }),
    { numRuns: 500 },
  )
})

test('a cursor that is damaged means all that is there', async () => {
  const disk = new FailingDisk(Math.random)
  const spool = await Spool.open({ files: disk.files, ...roomy })
  for (let id = 0; id < 10; id++) await spool.append(contentOf(id), 1)
  await spool.advance((await spool.read(300)).next)
  await spool.close()
  disk.flipBit('cursor', 70)
  const { ids, losses } = await drain(await Spool.open({ files: disk.files, ...roomy }))
  expect(ids.at(-1)).toBe(9)
  expect(losses).toEqual([])
})

test('takes no more than its limit, and again once there is room', async () => {
  const disk = new FailingDisk(Math.random)
  const spool = await Spool.open({ files: disk.files, ...small })
  const big = Buffer.alloc(1_000)
  for (let time = 0; time < 5; time++) await spool.append(big, 1)
  await expect(spool.append(big, 1)).rejects.toBeInstanceOf(SpoolFull)
  expect(spool.bytes).toBeLessThanOrEqual(small.maxBytes)
  await spool.advance((await spool.read(1e6)).next)
  expect(spool.bytes).toBe(0)
  await spool.append(big, 1)
})

test('on a real disk: what was appended is there in the next life, and only one may write', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-spool-'))
  try {
    const spool = await Spool.open({ files: filesIn(folder), ...roomy })
    await expect(Spool.open({ files: filesIn(folder), ...roomy })).rejects.toThrow('another process')
    await Promise.all(Array.from({ length: 50 }, (_, id) => spool.append(contentOf(id), 1)))
    await spool.advance((await spool.read(300)).next)
    await spool.close()
    const again = await Spool.open({ files: filesIn(folder), ...roomy })
    expect(again.samples).toBeLessThan(50)
    const { ids, losses } = await drain(again)
    expect(ids.at(-1)).toBe(49)
    expect(losses).toEqual([])
    expect(again.bytes).toBe(0)
    await again.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
