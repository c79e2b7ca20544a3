/** What every adapter promises (adapters/adapter.ts): each one's test runs this suite against a machine. */
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { describeProtocol } from '#adapters/catalog.ts'
import type { Sample, SampleBatch } from '#adapters/sample-batch.ts'
import { sampleAt } from '#adapters/sample-batch.ts'
import { openLink } from '#test/fixtures/cut-link.ts'
import type { Link } from '#test/fixtures/cut-link.ts'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import type { ContextOptions, TestContextRecord } from '#test/fixtures/adapter-context.ts'
import type { AdapterRig, RigMachine } from './rig.ts'
import { babblingPeer, silentPeer } from './strange-peers.ts'
import { bothTags, busyWith, hasAll, hasSaid, inTime, isKnown, isTold, keys, saidOf, visit } from './visit.ts'

const minuteUs = 60_000_000
const mostMb = 100

export function describeAdapter(rig: AdapterRig): void {
  const { adapter } = rig
  const cleanups: (() => Promise<void> | void)[] = []
  let machine: RigMachine | undefined
  let value = 1_000
  const clean = async () => {
    for (const end of cleanups.splice(0).reverse()) await end()
  }
  afterAll(() => machine?.stop())

  const record = (options?: ContextOptions): TestContextRecord => {
    const made = recordingContext(options)
    cleanups.push(() => made.remove())
    return made
  }
  const linked = async (context: TestContext): Promise<{ link: Link; machine: RigMachine }> => {
    machine ??= await rig.start(context)
    const link = await openLink(machine.port)
    cleanups.push(() => link.close())
    return { link, machine }
  }
  const open = async (port: number, made: TestContextRecord) => {
    const { session } = await visit(rig, port, made)
    cleanups.push(() => session.close())
    expect(await session.subscribe(bothTags(rig))).toEqual([])
    return session
  }
  /** Says numbers that were never said before; with `each`, waits until it has arrived. */
  const say = async (count: number, each?: TestContextRecord): Promise<number[]> => {
    const said = Array.from({ length: count }, () => ++value)
    for (const one of said) {
      await machine!.say(one)
      if (each) await waitFor(() => hasSaid(each, one), `the value ${one}`, 20_000)
    }
    return said
  }

  describe(`${adapter.protocol}, as every adapter`, () => {
    afterEach(clean)

    test('tells by field what is wrong with a config, whatever it is, and opens nothing', async () => {
      const peer = await silentPeer()
      cleanups.push(() => peer.close())
      const before = busyWith()
      const config = adapter.config.parse(rig.config(peer.port))
      expect(adapter.targets(config)).toEqual([{ host: '127.0.0.1', port: peer.port }])
      for (const { config: wrong, field } of rig.wrong) {
        const fields = adapter.config.safeParse(wrong).error?.issues.map(({ path }) => path.join('.'))
        expect(fields).toContain(field)
      }
      fc.assert(
        fc.property(fc.jsonValue(), (anything) => {
          adapter.config.safeParse(anything)
          adapter.address.safeParse(anything)
        }),
        { seed: 11, numRuns: 300 },
      )
      expect(describeProtocol(adapter)).toMatchObject({ config: { type: 'object' } })
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect([peer.connections.made, busyWith() <= before]).toEqual([0, true])
    })

    test('hands samples over under the keys that were asked for, in their order, with their times', async (context) => {
      const { link } = await linked(context)
      const made = record()
      await open(link.port, made)
      const said = await say(10, made)
      for (const key of keys) {
        expect(saidOf(made, key, said[0])).toEqual(said)
        const times = made.samples.filter((sample) => sample.key === key).map(({ timeUs }) => timeUs)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        const ageUs = made.context.nowUs() - times.at(-1)!
        expect(Math.abs(ageUs)).toBeLessThan(minuteUs)
      }
      expect(new Set(made.samples.map(({ key }) => key))).toEqual(new Set(keys))
      expect([made.gaps, made.lost, made.problems.filter(({ problem }) => problem)]).toEqual([[], [], []])
    })

    test('reads on only as far as memory allows while samples cannot be kept', async (context) => {
      const { link, machine: own } = await linked(context)
      let [release, waiting, most] = [() => {}, 0, 0]
      const gate = new Promise<void>((resolve) => (release = resolve))
      const made = record({
        beforeDeliver: async () => {
          most = Math.max(most, ++waiting)
          await gate
          waiting--
        },
      })
      await open(link.port, made)
      const said: number[] = []
      // One by one, so that they do not come in one piece.
      for (let count = 0; count < 40; count++) {
        said.push(...(await say(1)))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      await new Promise((resolve) => setTimeout(resolve, 500))
      release()
      await waitFor(() => hasSaid(made, said.at(-1)!), 'the newest value', 20_000)
      expect(most).toBeLessThanOrEqual(4)
      for (const key of keys) {
        const heard = saidOf(made, key, said[0])
        expect(heard).toEqual(own.keeps ? said : said.filter((one) => heard.includes(one)))
      }
    })

    test('asks again for what could not be kept, or says that it is missing', async (context) => {
      const { link, machine: own } = await linked(context)
      const refused: Sample[] = []
      let isFull = true
      const made = record({
        beforeDeliver: async (batch: SampleBatch) => {
          if (!isFull) return
          refused.push(...Array.from({ length: batch.length }, (_, row) => sampleAt(batch, row)))
          throw new Error('neither historian nor spool can take it')
        },
      })
      const session = await open(link.port, made)
      const said = await say(5)
      await waitFor(() => refused.length > 0, 'samples that are refused')
      expect(made.samples).toEqual([])
      // A machine that was told too early has forgotten by now.
      if (own.keeps) await session.close()
      isFull = false
      if (own.keeps) await open(link.port, made)
      const [last] = await say(1, made)
      if (own.keeps) {
        await waitFor(() => made.gaps.length > 0 || hasAll(made, [...said, last]), 'all or a gap')
        return
      }
      const isKept = ({ key, timeUs, value: wanted }: Sample) =>
        made.samples.some((one) => one.key === key && one.timeUs === timeUs && one.value === wanted)
      await waitFor(() => refused.every((one) => isKept(one) || isTold(made, one)), 'all or a gap')
    })

    test('says that a connection broke, and what of the time between nobody can bring', async (context) => {
      const { link, machine: own } = await linked(context)
      const made = record()
      const first = await open(link.port, made)
      await say(1, made)
      link.cut()
      const awayUs = made.context.nowUs()
      const missed = await say(3)
      await waitFor(() => made.lost.length > 0, 'the end of the connection', 60_000)
      expect(made.lost.filter((error) => !isKnown(error))).toEqual([])
      await first.close()
      link.mend()
      await open(link.port, made)
      const [last] = await say(1, made)
      // What an adapter does not tell, the host does.
      if (!adapter.tellsOutages && !own.keeps) return
      for (const key of keys) {
        const heard = saidOf(made, key, missed[0])
        const isWhole = [...missed, last].every((one) => heard.includes(one))
        expect(isWhole || isTold(made, { key, timeUs: awayUs + 1_000 })).toBe(true)
      }
    })

    test('goes on with the others where a tag is not there', async (context) => {
      if (rig.absent === undefined) return
      const { link } = await linked(context)
      const made = record()
      const { session } = await visit(rig, link.port, made)
      cleanups.push(() => session.close())
      const absent = { ...bothTags(rig)[0], key: 799, address: adapter.address.parse(rig.absent) }
      const problems = await session.subscribe([absent, ...bothTags(rig)])
      const isToldOf = () =>
        [...problems, ...made.problems].some(({ key, problem }) => key === 799 && problem !== undefined)
      await say(3, made)
      await waitFor(isToldOf, 'what is wrong with the tag')
      expect(made.samples.filter(({ key, quality }) => key === 799 && quality !== 2)).toEqual([])
    })

    test('leaves no socket and no timer, and delivers nothing after its end', async (context) => {
      const { link } = await linked(context)
      const before = busyWith()
      const made = record()
      const session = await open(link.port, made)
      await say(2, made)
      await inTime(session.close(), 5_000, 'closing')
      await waitFor(() => link.open() === 0, 'closed sockets')
      const samples = made.samples.length
      await say(2)
      await session.close()
      await waitFor(() => busyWith() <= before, 'no timers', 15_000)
      expect(made.samples.length).toBe(samples)
    })

    test('gives up at once while it connects, and leaves nothing', async () => {
      const peer = await silentPeer()
      cleanups.push(() => peer.close())
      const before = busyWith()
      const made = record()
      const connecting = visit(rig, peer.port, made).catch((error: unknown) => error)
      await Promise.race([waitFor(() => peer.connections.made > 0, 'a connection'), connecting])
      made.remove()
      const outcome = await inTime(connecting, 5_000, 'giving up')
      if (!(outcome instanceof Error)) await (outcome as Awaited<ReturnType<typeof visit>>).session.close()
      await waitFor(() => peer.connections.open === 0, 'closed sockets')
      await waitFor(() => busyWith() <= before, 'no timers', 15_000)
    })

    test('says in words what people know why nobody is there', async () => {
      const peer = await silentPeer()
      await peer.close()
      const error: unknown = await visit(rig, peer.port, record()).catch((reason: unknown) => reason)
      expect(isKnown(error)).toBe(true)
    })

    test('bears a machine that talks nonsense without end', async () => {
      const peer = await babblingPeer()
      cleanups.push(() => peer.close())
      const made = record()
      const before = process.memoryUsage().rss
      const trying = visit(rig, peer.port, made).then(async ({ session }) => {
        cleanups.push(() => session.close())
        await session.subscribe(bothTags(rig))
        await waitFor(() => made.lost.length > 0 || made.gaps.length > 0, 'a complaint', 15_000)
      })
      const error: unknown = await inTime(
        trying.then(
          () => made.lost[0],
          (reason: unknown) => reason,
        ),
        30_000,
        'noticing nonsense',
      )
      expect(error === undefined || isKnown(error)).toBe(true)
      expect(made.samples.filter(({ quality }) => quality !== 2)).toEqual([])
      expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(mostMb)
    })

    test('reads, and sends nothing that could change a machine', async (context) => {
      const { link } = await linked(context)
      const made = record()
      const session = await open(link.port, made)
      await say(2, made)
      const signal = AbortSignal.timeout(30_000)
      await session.read?.(bothTags(rig), signal)
      const page = await session.browse?.({}, signal)
      const inner = page?.items.find(({ hasChildren }) => hasChildren)
      if (inner) await session.browse?.({ parent: inner.id }, signal)
      await session.close()
      expect(rig.writesIn(rig.write)).not.toEqual([])
      const sent = link.sent()
      expect(Buffer.concat(sent).length).toBeGreaterThan(0)
      expect(sent.flatMap((bytes) => rig.writesIn(bytes))).toEqual([])
    })
  })
}
